import { fieldAt, isRecord, listAt, recordAt } from './object';
import { parseQuantity } from './quantity';

type PodSpec = Readonly<Record<string, unknown>>;

/** Amounts by resource name, in base units: cores, bytes, pieces. */
export type Amounts = Readonly<Record<string, number>>;

/** A quantity as YAML holds it, text or number, in its base unit. */
export const quantityOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseQuantity(value) : undefined;
};

/** The quantities of a `requests` or `limits` map; what is none is left out. */
export const amountsOf = (map: Readonly<Record<string, unknown>>): Amounts => {
  const amounts: Record<string, number> = {};
  for (const [resource, value] of Object.entries(map)) {
    const amount = quantityOf(value);
    if (amount !== undefined) amounts[resource] = amount;
  }
  return amounts;
};

/** The sum of two amounts, resource by resource. */
export const addAmounts = (a: Amounts, b: Amounts): Amounts => {
  const sum: Record<string, number> = { ...a };
  for (const [resource, amount] of Object.entries(b)) sum[resource] = (sum[resource] ?? 0) + amount;
  return sum;
};

/** An amount taken several times. */
export const timesAmounts = (amounts: Amounts, count: number): Amounts =>
  Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, amount * count]));

const largerAmounts = (a: Amounts, b: Amounts): Amounts => {
  const larger: Record<string, number> = { ...a };
  for (const [resource, amount] of Object.entries(b))
    larger[resource] = Math.max(larger[resource] ?? 0, amount);
  return larger;
};

/** What a container gets that says nothing itself: the defaults of the namespace's LimitRanges. */
export interface ContainerDefaults {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** No LimitRange. */
export const noDefaults: ContainerDefaults = { requests: {}, limits: {} };

/** A container's limits after defaulting. */
export const containerLimits = (container: unknown, defaults: ContainerDefaults = noDefaults): Amounts => ({
  ...defaults.limits,
  ...amountsOf(recordAt(container, 'resources', 'limits')),
});

/** A container's requests after defaulting: a limit without a request is the request too. */
export const containerRequests = (container: unknown, defaults: ContainerDefaults = noDefaults): Amounts => ({
  ...defaults.requests,
  ...amountsOf(recordAt(container, 'resources', 'limits')),
  ...amountsOf(recordAt(container, 'resources', 'requests')),
});

type AmountsOf = (container: unknown, defaults: ContainerDefaults) => Amounts;

/** Containers run together; init containers one by one before them, except those that stay as sidecars. */
const effective = (spec: PodSpec, read: AmountsOf, defaults: ContainerDefaults): Amounts => {
  let sidecars: Amounts = {};
  let starting: Amounts = {};
  for (const container of listAt(spec, 'initContainers')) {
    const own = read(container, defaults);
    if (fieldAt(container, 'restartPolicy') === 'Always') {
      sidecars = addAmounts(sidecars, own);
      starting = largerAmounts(starting, sidecars);
    } else {
      starting = largerAmounts(starting, addAmounts(sidecars, own));
    }
  }
  const running = listAt(spec, 'containers').reduce<Amounts>(
    (sum, container) => addAmounts(sum, read(container, defaults)),
    sidecars,
  );
  return addAmounts(largerAmounts(running, starting), amountsOf(recordAt(spec, 'overhead')));
};

/**
 * What the scheduler sets aside for one pod, and the `pods` slot that it takes.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export const podRequests = (spec: PodSpec, defaults: ContainerDefaults = noDefaults): Amounts => ({
  ...effective(spec, containerRequests, defaults),
  ...(isRecord(spec['resources']) ? containerRequests(spec) : {}),
  pods: 1,
});

/** The limits of one pod, summed as the quota controller sums them. */
export const podLimits = (spec: PodSpec, defaults: ContainerDefaults = noDefaults): Amounts => ({
  ...effective(spec, containerLimits, defaults),
  ...(isRecord(spec['resources']) ? containerLimits(spec) : {}),
});
