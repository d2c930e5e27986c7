import { ApiObject, JsonPatch } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';

/** Fields of a pod that cdk8s-plus has no words for. */
export type PodFields = Pick<
  k8s.PodSpec,
  | 'affinity'
  | 'enableServiceLinks'
  | 'hostUsers'
  | 'imagePullSecrets'
  | 'nodeSelector'
  | 'priorityClassName'
  | 'tolerations'
  | 'topologySpreadConstraints'
>;

/** Fields of a container that cdk8s-plus has no words for, or not all of them. */
export type ContainerFields = Pick<
  k8s.Container,
  'lifecycle' | 'livenessProbe' | 'readinessProbe' | 'resources' | 'startupProbe'
>;

/** What a pod gets on top of what cdk8s-plus writes. */
export interface Completion {
  readonly pod: PodFields;
  readonly containers: readonly ContainerFields[];
  readonly initContainers: readonly ContainerFields[];
}

const setFields = (at: string, fields: object): readonly JsonPatch[] =>
  Object.entries(fields).flatMap(([field, value]: [string, unknown]) =>
    value === undefined ? [] : [JsonPatch.add(`${at}/${field}`, value)],
  );

const completeContainer = (at: string, fields: ContainerFields): readonly JsonPatch[] => [
  ...setFields(at, fields),
  JsonPatch.add(`${at}/securityContext/capabilities`, { drop: ['ALL'] }),
];

/** Where each workload kind keeps its pod. */
export const podPaths = {
  template: '/spec/template/spec',
  cronJob: '/spec/jobTemplate/spec/template/spec',
} as const;

/**
 * Adds to a cdk8s-plus workload what its pods lack: probes on named ports, GPU resources, placement, and the two fields
 * without which Pod Security `restricted` refuses them (seccomp profile, dropped capabilities).
 */
export const completePod = (workload: IConstruct, at: string, completion: Completion): void => {
  ApiObject.of(workload).addJsonPatch(
    JsonPatch.add(`${at}/securityContext/seccompProfile`, { type: 'RuntimeDefault' }),
    ...setFields(at, completion.pod),
    ...completion.containers.flatMap((fields, index) =>
      completeContainer(`${at}/containers/${index}`, fields),
    ),
    ...completion.initContainers.flatMap((fields, index) =>
      completeContainer(`${at}/initContainers/${index}`, fields),
    ),
  );
};
