import { fieldAt, fieldPath, isRecord, type ContainerOf, type PodTemplate } from '../../kubernetes';

/** A pod as the Pod Security Standards look at it. */
export interface PodUnderCheck {
  readonly template: PodTemplate;
  readonly containers: readonly ContainerOf[];
}

/** A field that a level does not allow. */
export interface Violation {
  readonly path: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

/** One check of the Pod Security Standards. */
export interface PodSecurityCheck {
  /** As in the admission controller's own sources and messages. */
  readonly id: string;
  /** First Kubernetes minor whose policy has it; 0 where all have. */
  readonly since: number;
  readonly find: (pod: PodUnderCheck, minor: number) => Iterable<Violation>;
}

/** A value as people read it in a report. */
export const shown = (value: unknown): string =>
  value === undefined ? 'unset' : typeof value === 'string' && value !== '' ? value : JSON.stringify(value);

/** A place that carries a securityContext: the pod, or one of its containers. */
export interface SecurityContextOf {
  readonly path: string;
  readonly context: Readonly<Record<string, unknown>>;
}

const contextOf = (owner: unknown, path: string): SecurityContextOf => {
  const context = fieldAt(owner, 'securityContext');
  return { path: fieldPath(path, 'securityContext'), context: isRecord(context) ? context : {} };
};

/** The pod's own securityContext. */
export const podContext = ({ template }: PodUnderCheck): SecurityContextOf =>
  contextOf(template.spec, template.path);

/** The securityContext of every container, init and ephemeral ones included. */
export const containerContexts = ({ containers }: PodUnderCheck): readonly SecurityContextOf[] =>
  containers.map(({ container, path }) => contextOf(container, path));

/** The pod's securityContext and those of its containers. */
export const allContexts = (pod: PodUnderCheck): readonly SecurityContextOf[] => [
  podContext(pod),
  ...containerContexts(pod),
];

/** Whether the pod says that it runs on Windows, which has none of the Linux-only fields. */
export const isWindows = ({ template }: PodUnderCheck): boolean =>
  fieldAt(template.spec, 'os', 'name') === 'windows';

/** From 1.35 on, pods in a user namespace of their own may be root in it. */
export const isUserNamespaced = ({ template }: PodUnderCheck, minor: number): boolean =>
  minor >= 35 && template.spec['hostUsers'] === false;
