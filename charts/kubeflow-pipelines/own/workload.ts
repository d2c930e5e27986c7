import { recordAt, stringMapAt, type KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import type { Part } from '../parts';
import { isWorkload, podOf } from './pod';

type Fields = Readonly<Record<string, unknown>>;

/** Spreads the pods of a workload over nodes; only those of one revision are counted. */
const spread = (labels: Readonly<Record<string, string>>): Fields => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: labels },
      matchLabelKeys: ['pod-template-hash'],
    },
  ],
});

const disruptionBudget = (
  { metadata }: KubernetesObject,
  labels: Readonly<Record<string, string>>,
): KubernetesObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { ...metadata },
  spec: {
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: labels },
  },
});

/** A workload as Drydock runs it, and, from two pods on, its disruption budget. */
export const ownWorkload = (install: Install, part: Part): readonly Part[] => {
  const { object } = part;
  const { name } = object.metadata;
  if (object.kind !== 'Deployment' || !isWorkload(name)) return [part];
  const replicas = install.settings.workloads[name]?.replicas ?? 1;
  const spec = recordAt(object, 'spec');
  const template = recordAt(spec, 'template');
  const labels = stringMapAt(spec, 'selector', 'matchLabels');
  const changed: KubernetesObject = {
    ...object,
    spec: {
      ...spec,
      // Said outright, so that Argo CD puts back what somebody has scaled by hand.
      replicas,
      template: {
        ...template,
        spec: {
          ...podOf(install, name, recordAt(template, 'spec')),
          ...(replicas > 1 ? spread(labels) : {}),
        },
      },
    },
  };
  const field = `spec.kubeflowPipelines.workloads.${name}`;
  return [
    { ...part, object: changed },
    ...(replicas > 1 ? [{ object: disruptionBudget(object, labels), from: part.from, field }] : []),
  ];
};
