import { fieldAt, isRecord, listAt, stringAt, stringMapAt } from './object';
import { requirementHolds } from './selector';

type Labels = Readonly<Record<string, string>>;
type PodSpec = Readonly<Record<string, unknown>>;

/** What the scheduler compares a pod with. */
export interface SchedulableNode {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** Set by every kubelet from its machine, so a declared node need not say it. */
const architectureLabels = new Set(['kubernetes.io/arch', 'beta.kubernetes.io/arch']);

const labelOf = (node: SchedulableNode, key: string): string | undefined => {
  const declared = node.labels[key];
  if (declared !== undefined) return declared;
  if (key === 'kubernetes.io/hostname') return node.name;
  return key === 'kubernetes.io/os' || key === 'beta.kubernetes.io/os' ? 'linux' : undefined;
};

/** A requirement on a node's label; nobody declares architectures, so any may be there. */
const nodeRequirementHolds = (requirement: unknown, value: string | undefined): boolean =>
  (value === undefined && architectureLabels.has(stringAt(requirement, 'key') ?? '')) ||
  requirementHolds(requirement, value);

const termHolds = (term: unknown, node: SchedulableNode): boolean => {
  const expressions = listAt(term, 'matchExpressions');
  const fields = listAt(term, 'matchFields');
  return (
    expressions.length + fields.length > 0 &&
    expressions.every((each) => nodeRequirementHolds(each, labelOf(node, stringAt(each, 'key') ?? ''))) &&
    fields.every((each) => nodeRequirementHolds(each, node.name))
  );
};

/**
 * Whether a pod may run on a node as far as `nodeName`, `nodeSelector` and required node affinity say.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export const selectsNode = (spec: PodSpec, node: SchedulableNode): boolean => {
  const nodeName = stringAt(spec, 'nodeName');
  if (nodeName !== undefined && nodeName !== node.name) return false;
  for (const [key, value] of Object.entries(stringMapAt(spec, 'nodeSelector'))) {
    const label = labelOf(node, key);
    if (label !== value && !(label === undefined && architectureLabels.has(key))) return false;
  }
  const required = fieldAt(
    spec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
  );
  return !isRecord(required) || listAt(required, 'nodeSelectorTerms').some((term) => termHolds(term, node));
};

type Taint = SchedulableNode['taints'][number];

const tolerates = (toleration: unknown, taint: Taint): boolean => {
  const key = stringAt(toleration, 'key') ?? '';
  const effect = stringAt(toleration, 'effect') ?? '';
  const operator = stringAt(toleration, 'operator') ?? 'Equal';
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  if (key !== taint.key) return false;
  return operator === 'Exists' || (stringAt(toleration, 'value') ?? '') === (taint.value ?? '');
};

/**
 * The taints of a node that keep a pod off it.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export const untoleratedTaints = (spec: PodSpec, node: SchedulableNode): readonly Taint[] =>
  node.taints.filter(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' &&
      !listAt(spec, 'tolerations').some((toleration) => tolerates(toleration, taint)),
  );
