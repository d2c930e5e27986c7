import {
  addAmounts,
  amountsOf,
  containerLimits,
  containerRequests,
  describeKey,
  fieldPath,
  formatQuantity,
  listAt,
  podLimits,
  quantityOf,
  recordAt,
  timesAmounts,
  type Amounts,
} from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext, Workload } from '../context';
import type { Rule } from '../rule';

/** Quotas that count every pod of their namespace. */
const quotasOf = ({
  objects,
}: PolicyContext): readonly { readonly manifest: Manifest; readonly hard: Amounts }[] =>
  objects.ofKind('/ResourceQuota').flatMap((manifest) => {
    const spec = recordAt(manifest.object, 'spec');
    const isScoped =
      listAt(spec, 'scopes').length > 0 || Object.keys(recordAt(spec, 'scopeSelector')).length > 0;
    return isScoped ? [] : [{ manifest, hard: amountsOf(recordAt(spec, 'hard')) }];
  });

/** Amounts under the names that quotas use: `requests.cpu`, `limits.memory`, `pods`. */
const asQuota = (requests: Amounts, limits: Amounts): Amounts => {
  const named: Record<string, number> = {};
  for (const [resource, amount] of Object.entries(requests)) {
    named[resource === 'pods' ? 'pods' : `requests.${resource}`] = amount;
    if (resource === 'cpu' || resource === 'memory' || resource === 'ephemeral-storage')
      named[resource] = amount;
  }
  for (const [resource, amount] of Object.entries(limits)) named[`limits.${resource}`] = amount;
  if (named['pods'] !== undefined) named['count/pods'] = named['pods'];
  return named;
};

const claimUse = (context: PolicyContext): ReadonlyMap<string, Amounts> => {
  const used = new Map<string, Amounts>();
  for (const { manifest, spec } of context.storage.claims) {
    const { namespace, kind } = manifest.key;
    const workload = context.workloads.of(manifest);
    const count =
      kind === 'PersistentVolumeClaim' || workload === undefined ? 1 : context.scaling.replicasOf(workload);
    const size = quantityOf(recordAt(spec, 'resources', 'requests')['storage']) ?? 0;
    const own = {
      persistentvolumeclaims: count,
      'count/persistentvolumeclaims': count,
      'requests.storage': size * count,
    };
    used.set(namespace, addAmounts(used.get(namespace) ?? {}, own));
  }
  return used;
};

/** What lasting pods and claims use in each namespace. */
const useByNamespace = (context: PolicyContext): ReadonlyMap<string, Amounts> => {
  const used = new Map(claimUse(context));
  for (const { workload, pod, replicas, isBatch } of context.demands) {
    if (isBatch) continue;
    const limits = podLimits(workload.template.spec, context.namespaces.defaultsOf(workload.namespace));
    const own = timesAmounts(asQuota(pod, limits), replicas);
    used.set(workload.namespace, addAmounts(used.get(workload.namespace) ?? {}, own));
  }
  return used;
};

const shown = (quota: string, amount: number): string =>
  formatQuantity(quota.replace(/^(requests|limits)\./, ''), amount);

export const quotaSums: Rule = {
  id: 'quota/sum',
  severity: 'error',
  summary: 'What the workloads and claims of a namespace ask for stays within its quota.',
  why: 'The API server refuses the pods and claims that come last.',
  *check(context) {
    const quotas = quotasOf(context);
    if (quotas.length === 0) return;
    const used = useByNamespace(context);
    for (const { manifest, hard } of quotas) {
      const sums = used.get(manifest.key.namespace) ?? {};
      for (const [resource, limit] of Object.entries(hard)) {
        const sum = sums[resource] ?? 0;
        if (sum <= limit * (1 + 1e-9)) continue;
        yield {
          manifest,
          path: fieldPath('spec.hard', resource),
          got: `${shown(resource, limit)}, while the namespace asks for ${shown(resource, sum)}`,
          want: `at least ${shown(resource, sum)}`,
          fix: 'raise the quota, or lower requests and replicas in the namespace',
        };
      }
    }
  },
};

/** Amounts that a quota makes every container state. */
const compulsory = ['cpu', 'memory'] as const;

const missingIn = (
  workload: Workload,
  context: PolicyContext,
  hard: Amounts,
): readonly { readonly path: string; readonly name: string }[] => {
  const defaults = context.namespaces.defaultsOf(workload.namespace);
  const ofPod = recordAt(workload.template.spec, 'resources');
  return workload.containers.flatMap(({ role, container, path }) =>
    role === 'ephemeralContainer'
      ? []
      : compulsory.flatMap((resource) => {
          const needsRequest = hard[`requests.${resource}`] !== undefined || hard[resource] !== undefined;
          const needsLimit = hard[`limits.${resource}`] !== undefined;
          const requests = containerRequests(container, defaults)[resource];
          const limits = containerLimits(container, defaults)[resource];
          return [
            ...(needsRequest &&
            requests === undefined &&
            amountsOf(recordAt(ofPod, 'requests'))[resource] === undefined
              ? [{ path: fieldPath(path, 'resources', 'requests', resource), name: `requests.${resource}` }]
              : []),
            ...(needsLimit &&
            limits === undefined &&
            amountsOf(recordAt(ofPod, 'limits'))[resource] === undefined
              ? [{ path: fieldPath(path, 'resources', 'limits', resource), name: `limits.${resource}` }]
              : []),
          ];
        }),
  );
};

export const quotaRequests: Rule = {
  id: 'quota/missing-request',
  severity: 'error',
  summary: 'Where a quota counts cpu or memory, every container says how much it wants.',
  why: 'The API server refuses pods that do not say, unless a LimitRange says it for them.',
  *check(context) {
    for (const { manifest: quota, hard } of quotasOf(context)) {
      for (const workload of context.workloads.in(quota.key.namespace)) {
        for (const { path, name } of missingIn(workload, context, hard)) {
          yield {
            manifest: workload.manifest,
            path,
            got: `unset, while ${describeKey(quota.key)} counts ${name}`,
            want: `an amount, here or as the default of a LimitRange in namespace ${quota.key.namespace}`,
            fix: `set resources.${name}`,
          };
        }
      }
    }
  },
};
