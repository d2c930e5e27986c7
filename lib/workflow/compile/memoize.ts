import { createHash } from 'node:crypto';
import type { Template } from './leaf';
import type { Problems } from './problem';
import type { LeafUnit } from './unit';

/**
 * Argo's own cache of results, keyed by what the step is and by the values that it reads.
 * https://argo-workflows.readthedocs.io/en/latest/memoization/
 */
export const memoizeFields = (leaf: LeafUnit, fields: Template, problems: Problems): Template => {
  const { caching } = leaf.step.props;
  if (caching?.enabled !== true || caching.configMap === undefined) return {};
  if (leaf.draft.files.length > 0) {
    problems.add(leaf, 'caching', {
      rule: 'workflow/memoize-files',
      got: 'a remembered result of a step that reads files',
      want: 'steps that read values only: Argo does not look into files',
      fix: 'remove caching.configMap, or pass the content as a value',
    });
  }
  const names = [...leaf.inputs.values()].map(({ name }) => name).sort();
  const body = createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 12);
  const values = names.map((name) => `inputs.parameters['${name}']`).join(', ');
  return {
    memoize: {
      key: names.length === 0 ? body : `${body}-{{=sprig.sha256sum(toJson([${values}]))}}`,
      ...(caching.maxStaleness === undefined ? {} : { maxAge: hoursOf(caching.maxStaleness) }),
      cache: { configMap: { name: caching.configMap } },
    },
  };
};

const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration in Go's notation. */
const hoursOf = (duration: string): string => {
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = iso.exec(duration) ?? [];
  const total = (Number(weeks) * 7 + Number(days)) * 24 + Number(hours);
  return `${total}h${minutes}m${seconds}s`;
};
