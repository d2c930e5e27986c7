import { inputParameter } from '../../argo';
import type { EnvironmentVariable, Parameter, PodMetadata, PodTemplate } from '../../argo';
import { stringMapAt, type JsonObject } from '../../../kubernetes';
import type { RetryPolicy } from '../../ir';
import { secondsOf } from '../../proto';
import { compareCodePoints } from '../../../yaml';

/**
 * What makes one task's executor differ from the plain one in fields of Argo that no pod patch reaches: each such
 * difference is a set of parameters, and a template of its own that takes them.
 */
export interface ExecutorVariant {
  /** Prefix of the template's name. */
  readonly prefix: string;
  /** What the templates take. */
  readonly parameters: readonly Parameter[];
  /** Default of the outer template's parameters. */
  readonly fallback: string | undefined;
  /** What this task gives. */
  readonly values: readonly Parameter[];
  readonly env: readonly EnvironmentVariable[];
  readonly retryStrategy: PodTemplate['retryStrategy'];
  readonly metadata: PodMetadata | undefined;
}

const nothing = { fallback: undefined, env: [], retryStrategy: undefined, metadata: undefined } as const;

const retry = {
  limit: 'retry-max-count',
  duration: 'retry-backoff-duration',
  factor: 'retry-backoff-factor',
  maxDuration: 'retry-backoff-max-duration',
} as const;

const retried = (policy: RetryPolicy): ExecutorVariant => {
  const values: readonly Parameter[] = [
    { name: retry.limit, value: String(policy.maxRetryCount ?? 0) },
    { name: retry.duration, value: String(secondsOf(policy.backoffDuration)) },
    { name: retry.factor, value: String(policy.backoffFactor ?? 0) },
    { name: retry.maxDuration, value: String(secondsOf(policy.backoffMaxDuration)) },
  ];
  return {
    ...nothing,
    prefix: 'retry-',
    parameters: values.map(({ name }) => ({ name })),
    fallback: '0',
    values,
    env: [{ name: 'KFP_RETRY_INDEX', value: '{{retries}}' }],
    retryStrategy: {
      limit: inputParameter(retry.limit),
      backoff: {
        duration: inputParameter(retry.duration),
        factor: inputParameter(retry.factor),
        maxDuration: inputParameter(retry.maxDuration),
      },
    },
  };
};

type Entry = readonly [key: Parameter, value: Parameter];

/** Numbered pairs of parameters for the entries of a map; a single one has no number. */
const entriesOf = (kind: 'annotation' | 'label', map: Readonly<Record<string, string>>): readonly Entry[] => {
  const keys = Object.keys(map).sort(compareCodePoints);
  return keys.map((key, index) => {
    const suffix = keys.length === 1 ? '' : `-${index + 1}`;
    return [
      { name: `pod-metadata-${kind}-key${suffix}`, value: key },
      { name: `pod-metadata-${kind}-val${suffix}`, value: map[key] ?? '' },
    ];
  });
};

const placeholders = (entries: readonly Entry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.map(([key, value]) => [inputParameter(key.name), inputParameter(value.name)]));

/** Argo cannot patch the metadata of a pod, so that labels and annotations are parameters, keys included. */
const labelled = (podMetadata: JsonObject): ExecutorVariant => {
  const annotations = entriesOf('annotation', stringMapAt(podMetadata, 'annotations'));
  const labels = entriesOf('label', stringMapAt(podMetadata, 'labels'));
  const values = [...annotations, ...labels].flat();
  return {
    ...nothing,
    prefix: `metadata-${annotations.length}-${labels.length}-`,
    parameters: values.map(({ name }) => ({ name })),
    values,
    metadata: {
      ...(annotations.length === 0 ? {} : { annotations: placeholders(annotations) }),
      ...(labels.length === 0 ? {} : { labels: placeholders(labels) }),
    },
  };
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The variants that a task needs, the innermost prefix first. */
export const variantsOf = (
  retryPolicy: RetryPolicy | undefined,
  kubernetes: JsonObject | undefined,
): readonly ExecutorVariant[] => {
  const podMetadata = kubernetes?.['podMetadata'];
  return [
    ...(retryPolicy === undefined ? [] : [retried(retryPolicy)]),
    ...(isObject(podMetadata) ? [labelled(podMetadata)] : []),
  ];
};
