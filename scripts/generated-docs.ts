import { platformJsonSchema, platformReference } from '../lib/platform';
import { differencesPage } from './kfp-differences/page';
import { describeRules } from '../lib/policy';

const rulesPage = (): string =>
  [
    '# Rules',
    'Generated from lib/policy by `npm run docs`. An error stops `drydock synth` and fails `drydock check`; a warning is',
    'printed (`--strict` makes it fail). A finding is accepted for one object in `spec.policy.waivers`, or by `waive()`',
    'in the chart that makes the object; both want a reason, which every report shows.',
    '',
    '| rule | severity | what it finds | why |',
    '|---|---|---|---|',
    ...describeRules().map(({ id, severity, summary, why }) =>
      ['', `\`${id}\``, severity, summary, why, '']
        .map((cell) => cell.replace(/\|/g, '\\|'))
        .join(' | ')
        .trim()
        .replace(/ {2,}\|/g, ' |'),
    ),
    '',
  ].join('\n');

/** Pages that are made from code, by path; a test holds the committed ones against this. */
export const generatedDocs = (): Readonly<Record<string, string>> => ({
  'docs/platform.schema.json': `${JSON.stringify(platformJsonSchema(), null, 2)}\n`,
  'docs/platform-reference.md': platformReference(),
  'docs/kfp-differences.md': differencesPage(),
  'docs/rules.md': rulesPage(),
});
