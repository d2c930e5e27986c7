import { join } from 'node:path';
import { describeWhere, Refusal } from '../../diagnostics';
import { describeKey } from '../../kubernetes';
import { pathOf } from '../../output';
import { nearest } from '../../platform';
import { manifestsOf, type Manifest, type Release } from '../../render';
import { synthesize } from '../../synth';
import type { CommandContext, ExitCode } from '../context';
import { loadPlatforms, type LoadedPlatform } from '../platforms';
import { colours } from '../terminal';

/** Options of `drydock explain`. */
export interface ExplainOptions {
  /** `Kind/name`, `Kind/namespace/name`, or a file of the output. */
  readonly object: string;
  readonly platform: string | undefined;
  readonly output: string;
  readonly json: boolean;
}

/** What is known of one object. */
interface Explanation {
  readonly platform: string;
  readonly object: string;
  readonly file: string;
  readonly component: string;
  readonly source: string;
  readonly construct: string;
  readonly field: string;
  readonly definedAt: string;
  readonly wave: { readonly application: number; readonly object: number };
  readonly waivers: readonly { readonly rule: string; readonly reason: string }[];
}

const names = ({ key }: Manifest): readonly string[] => [describeKey(key), `${key.kind}/${key.name}`];

const explainOne = (
  { platform, extensions }: LoadedPlatform,
  release: Release,
  manifest: Manifest,
  output: string,
): Explanation => {
  const component = release.components.find(({ name }) => name === manifest.component);
  const extension = extensions.some(({ name }) => name === manifest.component);
  const field = manifest.origin.field ?? 'spec';
  return {
    platform: platform.name,
    object: describeKey(manifest.key),
    file: component === undefined ? '' : join(output, platform.name, pathOf(manifest, component)),
    component: manifest.component,
    source: extension
      ? (platform.spec.extensions.find(({ name }) => name === manifest.component)?.module ?? '')
      : `charts/${['bootstrap', 'root'].includes(manifest.component) ? 'argocd' : manifest.component}/`,
    construct: manifest.origin.construct,
    field,
    definedAt: describeWhere(platform.locate(field)),
    wave: { application: component?.wave ?? 0, object: manifest.wave },
    waivers: manifest.waivers,
  };
};

const rows = (explanation: Explanation): readonly (readonly [string, string])[] => [
  ['file', explanation.file],
  ['component', `${explanation.component} (code: ${explanation.source})`],
  ['construct', explanation.construct],
  ['asked for by', explanation.field],
  ['defined at', explanation.definedAt],
  ['sync wave', `Application ${explanation.wave.application}, object ${explanation.wave.object}`],
  ...explanation.waivers.map(({ rule, reason }): readonly [string, string] => [
    'waives',
    `${rule}: ${reason}`,
  ]),
];

const unknown = (word: string, known: readonly string[]): Refusal => {
  const near = nearest(word, known);
  return new Refusal([
    {
      rule: 'explain/object',
      severity: 'error',
      where: { kind: 'argument', argument: word },
      got: `no object ${word}`,
      want: 'Kind/name, Kind/namespace/name or a file of the output',
      fix: near === undefined ? '`drydock graph --objects` lists them all' : `did you mean ${near}?`,
    },
  ]);
};

/** Says which component, construct and platform field an object comes from. */
export const explain = (options: ExplainOptions, { cwd, terminal }: CommandContext): ExitCode => {
  const word = options.object.replace(/^\.\//, '');
  const loaded = loadPlatforms(options.platform === undefined ? [] : [options.platform], cwd);
  const all = loaded.flatMap((each) => {
    const release = synthesize(each.platform, each.extensions, each.pipelines, each.vendored);
    return manifestsOf(release).map((manifest) => ({
      manifest,
      explanation: explainOne(each, release, manifest, options.output),
    }));
  });
  const wanted = word.toLowerCase();
  const found = all.filter(
    ({ manifest, explanation }) =>
      explanation.file === word || names(manifest).some((name) => name.toLowerCase() === wanted),
  );
  if (found.length === 0)
    throw unknown(
      word,
      all.flatMap(({ manifest }) => names(manifest)),
    );
  const explanations = found.map(({ explanation }) => explanation);
  if (options.json) {
    terminal.out(`${JSON.stringify({ objects: explanations }, null, 2)}\n`);
    return 0;
  }
  const paint = colours(terminal);
  terminal.out(
    explanations
      .map((explanation) =>
        [
          `${paint.bold(explanation.object)} of platform ${explanation.platform}`,
          ...rows(explanation).map(([label, value]) => `  ${label.padEnd(13)}${value}`),
        ].join('\n'),
      )
      .join('\n\n')
      .concat('\n'),
  );
  return 0;
};
