import { canonicalQuantity, fieldAt, isRecord, listAt, stringAt } from '../../kubernetes';
import type { Live } from './facts';

/** A field that is in the cluster not as the tree has it. */
export interface Drift {
  /** Dotted path, as in `spec.replicas`. */
  readonly path: string;
  readonly want: unknown;
  readonly got: unknown;
  /** Who has written it last, as the API server has noted. */
  readonly writer: string;
}

type Path = readonly string[];

const keyOf = (item: unknown): string | undefined => stringAt(item, 'name') ?? stringAt(item, 'key');

const counterpart = (list: readonly unknown[], item: unknown, index: number): unknown => {
  const key = keyOf(item);
  return key === undefined ? list[index] : list.find((other) => keyOf(other) === key);
};

const asQuantity = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? canonicalQuantity(text) : undefined;
};

const isSame = (want: unknown, got: unknown): boolean =>
  want === got || (asQuantity(want) !== undefined && asQuantity(want) === asQuantity(got));

/** Fields of `want` that `got` has otherwise; what only `got` has is the cluster's own business. */
const differing = (want: unknown, got: unknown, path: Path): readonly Omit<Drift, 'writer'>[] => {
  if (isRecord(want) && isRecord(got)) {
    return Object.entries(want).flatMap(([field, value]) => differing(value, got[field], [...path, field]));
  }
  if (Array.isArray(want) && Array.isArray(got)) {
    return want.flatMap((item: unknown, index) =>
      differing(item, counterpart(got, item, index), [...path, `[${keyOf(item) ?? index}]`]),
    );
  }
  return isSame(want, got) ? [] : [{ path: path.join('.').replaceAll('.[', '['), want, got }];
};

/** Whether a set of owned fields has a path; items of lists have their keys in them, which are not followed. */
const owns = (fields: unknown, [first, ...rest]: Path): boolean => {
  if (first === undefined) return true;
  if (!isRecord(fields)) return false;
  if (first.startsWith('[')) return Object.values(fields).some((item) => owns(item, rest));
  const inner = fields[`f:${first}`];
  return inner !== undefined && owns(inner, rest);
};

const steps = (path: string): Path => path.replaceAll('[', '.[').split(/\.(?![^[]*\])/);

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
const writerOf = (live: Live, path: string): string => {
  const writers = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => owns(fieldAt(entry, 'fieldsV1'), steps(path)))
    .map((entry) => ({ name: stringAt(entry, 'manager') ?? '', time: stringAt(entry, 'time') ?? '' }))
    .sort((a, b) => (a.time < b.time ? 1 : -1));
  const other = writers.find(({ name }) => !name.startsWith('argocd'));
  return other?.name ?? writers[0]?.name ?? 'the API server';
};

/** How a live object differs from what the tree says of it. */
export const driftOf = (wanted: unknown, live: Live): readonly Drift[] =>
  differing(wanted, live, [])
    .filter(({ path }) => path !== 'apiVersion')
    .map((difference) => ({ ...difference, writer: writerOf(live, difference.path) }));
