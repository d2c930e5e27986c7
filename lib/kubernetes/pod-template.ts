import { fieldAt, groupOf, isRecord, listAt, recordAt, stringMapAt, type KubernetesObject } from './object';

/** The pods that a workload makes, wherever its kind keeps the template. */
export interface PodTemplate {
  /** Dotted path of the pod spec in the object, as in `spec.template.spec`. */
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

const templateFields = (object: KubernetesObject): readonly string[] | undefined => {
  switch (`${groupOf(object.apiVersion)}/${object.kind}`) {
    case '/Pod':
      return [];
    case '/PodTemplate':
      return ['template'];
    case '/ReplicationController':
    case 'apps/Deployment':
    case 'apps/StatefulSet':
    case 'apps/DaemonSet':
    case 'apps/ReplicaSet':
    case 'batch/Job':
      return ['spec', 'template'];
    case 'batch/CronJob':
      return ['spec', 'jobTemplate', 'spec', 'template'];
    default:
      return undefined;
  }
};

/** The pod template of a built-in workload kind; undefined for every other kind. */
export const podTemplateOf = (object: KubernetesObject): PodTemplate | undefined => {
  const fields = templateFields(object);
  if (fields === undefined) return undefined;
  const template = fieldAt(object, ...fields);
  if (!isRecord(template)) return undefined;
  return {
    path: [...fields, 'spec'].join('.'),
    labels: stringMapAt(template, 'metadata', 'labels'),
    annotations: stringMapAt(template, 'metadata', 'annotations'),
    spec: recordAt(template, 'spec'),
  };
};

/** A container of a pod template with its place. */
export interface ContainerOf {
  readonly role: 'container' | 'initContainer' | 'ephemeralContainer';
  /** Dotted path in the object, as in `spec.template.spec.containers[0]`. */
  readonly path: string;
  readonly container: Readonly<Record<string, unknown>>;
}

const roles = [
  ['initContainers', 'initContainer'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeralContainer'],
] as const;

/** All containers of a pod template: init containers first, as the kubelet starts them. */
export const containersOf = (template: PodTemplate): readonly ContainerOf[] =>
  roles.flatMap(([field, role]) =>
    listAt(template.spec, field).flatMap((container, index) =>
      isRecord(container) ? [{ role, path: `${template.path}.${field}[${index}]`, container }] : [],
    ),
  );
