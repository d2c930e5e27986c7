import type { Diagnostic } from '../../diagnostics';
import { fieldAt, listAt, recordAt, stringAt } from '../../kubernetes';
import { whyUnhealthy, type ApiClient } from '../../control-plane';
import { conditionOf, nameOf, namespaceOf, warningAbout, workloadOf, type Facts, type Live } from './facts';
import { findingOn, findingOnLive, type Fault } from './finding';
import type { TreeIndex } from './tree-index';

const onPod = (pod: Live, facts: Facts, index: TreeIndex, fault: Fault): Diagnostic => {
  const { kind, name } = workloadOf(pod, facts);
  const object = index.find(kind, namespaceOf(pod), name);
  return object === undefined
    ? findingOnLive(`Pod/${namespaceOf(pod)}/${nameOf(pod)}`, fault)
    : findingOn(object, fault);
};

const isDone = (pod: Live): boolean => stringAt(pod, 'status', 'phase') === 'Succeeded';

/** Pods that no node takes, or that do not run on theirs. */
const misplaced = (facts: Facts, index: TreeIndex): readonly Diagnostic[] =>
  facts.pods.flatMap((pod) => {
    const scheduled = stringAt(pod, 'spec', 'nodeName') !== undefined;
    if (!scheduled) {
      const condition = conditionOf(pod, 'PodScheduled', 'False');
      return [
        onPod(pod, facts, index, {
          rule: 'rehearsal/unschedulable',
          got: stringAt(condition, 'message') ?? 'a pod that no node was chosen for',
          want: 'a declared node that takes every pod',
          fix: 'ask for less, tolerate the taint, or declare a node that fits',
        }),
      ];
    }
    const sick = isDone(pod) ? undefined : whyUnhealthy({ ...pod, kind: 'Pod' });
    if (sick === undefined) return [];
    return [
      onPod(pod, facts, index, {
        rule: 'rehearsal/unhealthy',
        got: `a pod ${sick}`,
        want: 'a running pod',
        fix: 'see its events',
      }),
    ];
  });

/** Claims without a volume. */
const unbound = (facts: Facts, index: TreeIndex): readonly Diagnostic[] =>
  facts.claims
    .filter((claim) => stringAt(claim, 'status', 'phase') !== 'Bound')
    .map((claim) => {
      const words = warningAbout(facts, 'PersistentVolumeClaim', namespaceOf(claim), nameOf(claim));
      const fault: Fault = {
        rule: 'rehearsal/unbound-claim',
        got: words ?? `a claim that is ${stringAt(claim, 'status', 'phase') ?? 'without status'}`,
        want: 'a volume for every claim',
        fix: 'use a class that gives what the claim asks for, on a node that its pods can run on',
      };
      const object = index.find('PersistentVolumeClaim', namespaceOf(claim), nameOf(claim));
      return object === undefined
        ? findingOnLive(`PersistentVolumeClaim/${namespaceOf(claim)}/${nameOf(claim)}`, fault)
        : findingOn(object, fault);
    });

interface Needed {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

const optional = (reference: unknown): boolean => fieldAt(reference, 'optional') === true;

/** Secrets and ConfigMaps that a kubelet must find before it starts a pod. */
const neededBy = (pod: Live): readonly Needed[] => {
  const spec = recordAt(pod, 'spec');
  const containers = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')];
  const variables = containers.flatMap((container) => [
    ...listAt(container, 'env').map((each) => recordAt(each, 'valueFrom')),
    ...listAt(container, 'envFrom'),
  ]);
  const volumes = listAt(spec, 'volumes').flatMap((volume) => [
    volume,
    ...listAt(volume, 'projected', 'sources'),
  ]);
  const reference = (kind: Needed['kind'], holder: unknown, nameField: string): readonly Needed[] => {
    const name = stringAt(holder, nameField);
    return name === undefined || optional(holder) ? [] : [{ kind, name }];
  };
  return [
    ...variables.flatMap((each) => [
      ...reference('Secret', fieldAt(each, 'secretKeyRef') ?? fieldAt(each, 'secretRef'), 'name'),
      ...reference('ConfigMap', fieldAt(each, 'configMapKeyRef') ?? fieldAt(each, 'configMapRef'), 'name'),
    ]),
    ...volumes.flatMap((each) => [
      ...reference('Secret', fieldAt(each, 'secret'), 'secretName'),
      ...reference('Secret', fieldAt(each, 'secret'), 'name'),
      ...reference('ConfigMap', fieldAt(each, 'configMap'), 'name'),
    ]),
  ];
};

/** Pods that simulated nodes run though a real kubelet would still wait for a Secret or a ConfigMap. */
const withoutReferences = async (
  api: ApiClient,
  facts: Facts,
  index: TreeIndex,
): Promise<readonly Diagnostic[]> => {
  const [secrets, configMaps] = await Promise.all([
    api.list('/api/v1/secrets'),
    api.list('/api/v1/configmaps'),
  ]);
  const there = new Set([
    ...secrets.map((each) => `Secret/${namespaceOf(each)}/${nameOf(each)}`),
    ...configMaps.map((each) => `ConfigMap/${namespaceOf(each)}/${nameOf(each)}`),
  ]);
  const found = new Map<string, Diagnostic>();
  for (const pod of facts.pods) {
    for (const { kind, name } of neededBy(pod)) {
      const missing = `${kind}/${namespaceOf(pod)}/${name}`;
      if (there.has(missing)) continue;
      const finding = onPod(pod, facts, index, {
        rule: 'rehearsal/missing-reference',
        got: `a pod that needs ${missing}, which is not in the cluster`,
        want: 'every Secret and ConfigMap that a pod needs',
        fix: 'let the platform make it, or tell who does under spec.existing',
      });
      found.set(`${missing} ${JSON.stringify(finding.where)}`, finding);
    }
  }
  return [...found.values()];
};

/** What is wrong with pods and claims, whatever Argo CD says of the objects that own them. */
export const podAndClaimFindings = async (
  api: ApiClient,
  facts: Facts,
  index: TreeIndex,
): Promise<readonly Diagnostic[]> => [
  ...misplaced(facts, index),
  ...unbound(facts, index),
  ...(await withoutReferences(api, facts, index)),
];
