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

/** A difference with the steps to it; the item of a list is one step, its name or its index. */
interface Difference {
  readonly path: Path;
  readonly want: unknown;
  readonly got: unknown;
}

/** The API server leaves out fields that say what their absence says. */
const isOmitted = (want: unknown, got: unknown): boolean =>
  got === undefined &&
  (want === false ||
    want === '' ||
    want === 0 ||
    (Array.isArray(want) && want.length === 0) ||
    (isRecord(want) && Object.keys(want).length === 0));

/** Fields of `want` that `got` has otherwise; what only `got` has is the cluster's own business. */
const differing = (want: unknown, got: unknown, path: Path): readonly Difference[] => {
  if (isRecord(want) && isRecord(got)) {
    return Object.entries(want).flatMap(([field, value]) => differing(value, got[field], [...path, field]));
  }
  if (Array.isArray(want) && Array.isArray(got)) {
    return want.flatMap((item: unknown, index) =>
      differing(item, counterpart(got, item, index), [...path, `[${keyOf(item) ?? index}]`]),
    );
  }
  return isSame(want, got) || isOmitted(want, got) ? [] : [{ path, want, got }];
};

const describe = (path: Path): string =>
  path.reduce(
    (text, step) =>
      step.startsWith('[')
        ? text + step
        : /[./]/.test(step)
          ? `${text}[${step}]`
          : text === ''
            ? step
            : `${text}.${step}`,
    '',
  );

/** Whether a set of owned fields has a path; items of lists have their keys in them, which are not followed. */
const owns = (fields: unknown, [first, ...rest]: Path): boolean => {
  if (first === undefined) return true;
  if (!isRecord(fields)) return false;
  if (first.startsWith('[')) return Object.values(fields).some((item) => owns(item, rest));
  const inner = fields[`f:${first}`];
  return inner !== undefined && owns(inner, rest);
};

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
const writerOf = (live: Live, path: Path): string => {
  const writers = listAt(live, 'metadata', 'managedFields')
    .filter((entry) => owns(fieldAt(entry, 'fieldsV1'), path))
    .map((entry) => ({ name: stringAt(entry, 'manager') ?? '', time: stringAt(entry, 'time') ?? '' }))
    .sort((a, b) => (a.time < b.time ? 1 : -1));
  const other = writers.find(({ name }) => !name.startsWith('argocd'));
  return other?.name ?? writers[0]?.name ?? 'the API server';
};

/** How a live object differs from what the tree says of it. */
export const driftOf = (wanted: unknown, live: Live): readonly Drift[] =>
  differing(wanted, live, [])
    .filter(({ path }) => path[0] !== 'apiVersion')
    .map(({ path, want, got }) => ({ path: describe(path), want, got, writer: writerOf(live, path) }));
