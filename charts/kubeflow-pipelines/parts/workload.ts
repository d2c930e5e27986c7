import type { KubernetesObject } from '../../../lib/kubernetes';
import { env, type Value } from './env';

type Labels = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, unknown>>;

/** What every pod says: no root, the system calls of the container runtime's profile. */
export const podSecurity = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } as const;

/** What every container says beside its user. */
const confined = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** A container that runs as a user, of group 0 unless another is said; without one, as the image says. */
export const containerSecurity = (user?: number, group?: number): Fields => ({
  ...confined,
  ...(user === undefined ? {} : { runAsUser: user }),
  ...(group === undefined ? {} : { runAsGroup: group }),
});

/** A volume, and where the main container finds it. */
export interface Mounted {
  readonly name: string;
  readonly path: string;
  readonly readOnly?: true;
  /** What it is, as in `{secret: {secretName: …}}`. */
  readonly source: Fields;
}

/** Pods of one kind, and how many. */
export interface WorkloadProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels that the pods have and are selected by; `labels` are those of the Deployment, the same by default. */
  readonly selector: Labels;
  readonly labels?: Labels;
  readonly podLabels?: Labels;
  readonly podAnnotations?: Labels;
  readonly podName?: string;
  readonly replicas?: number;
  /** Whether the old pod must be gone before the new one comes: one volume, one writer. */
  readonly recreate?: true;
  readonly serviceAccount?: string;
  readonly container: ContainerProps;
  readonly init?: readonly Fields[];
  readonly volumes?: readonly Mounted[];
  /** Volumes that the main container does not mount. */
  readonly unmounted?: readonly Fields[];
  /** Security context of the pod. Default: no root, and the runtime's profile; `undefined`: none. */
  readonly podSecurity?: Fields | undefined;
  /** Fields of the pod beside those above. */
  readonly pod?: Fields;
}

/** The main container of a workload. */
export interface ContainerProps {
  readonly name: string;
  readonly image: string;
  readonly pull?: 'Always' | 'IfNotPresent';
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, Value | undefined>>;
  readonly ports?: readonly (number | { readonly name: string; readonly port: number })[];
  /** Probes, resources and the rest, as Kubernetes has them. */
  readonly fields?: Fields;
  /** Its security context. Default: user 1000 of group 0, and nothing allowed; `undefined`: none. */
  readonly security?: Fields | undefined;
}

const containerPort = (port: number | { readonly name: string; readonly port: number }): Fields =>
  typeof port === 'number' ? { containerPort: port } : { name: port.name, containerPort: port.port };

const mount = ({ name, path, readOnly }: Mounted): Fields => ({
  name,
  mountPath: path,
  ...(readOnly === undefined ? {} : { readOnly }),
});

const container = (props: ContainerProps, volumes: readonly Mounted[]): Fields => {
  const variables = env(props.env ?? {});
  return {
    name: props.name,
    image: props.image,
    ...(props.pull === undefined ? {} : { imagePullPolicy: props.pull }),
    ...(props.command === undefined ? {} : { command: props.command }),
    ...(props.args === undefined ? {} : { args: props.args }),
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(props.ports === undefined ? {} : { ports: props.ports.map(containerPort) }),
    ...props.fields,
    ...('security' in props
      ? props.security === undefined
        ? {}
        : { securityContext: props.security }
      : { securityContext: containerSecurity(1000, 0) }),
    ...(volumes.length === 0 ? {} : { volumeMounts: volumes.map(mount) }),
  };
};

/** A Deployment of one container with its init containers. */
export const workload = (props: WorkloadProps): KubernetesObject => {
  const volumes = props.volumes ?? [];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: props.name, namespace: props.namespace, labels: props.labels ?? props.selector },
    spec: {
      ...(props.replicas === undefined ? {} : { replicas: props.replicas }),
      selector: { matchLabels: props.selector },
      ...(props.recreate === undefined ? {} : { strategy: { type: 'Recreate' } }),
      template: {
        metadata: {
          ...(props.podName === undefined ? {} : { name: props.podName }),
          labels: { ...props.selector, ...props.podLabels },
          ...(props.podAnnotations === undefined ? {} : { annotations: props.podAnnotations }),
        },
        spec: {
          ...(props.serviceAccount === undefined ? {} : { serviceAccountName: props.serviceAccount }),
          ...('podSecurity' in props
            ? props.podSecurity === undefined
              ? {}
              : { securityContext: props.podSecurity }
            : { securityContext: podSecurity }),
          ...(props.init === undefined ? {} : { initContainers: props.init }),
          containers: [container(props.container, volumes)],
          ...(volumes.length === 0
            ? {}
            : {
                volumes: [
                  ...volumes.map(({ name, source }) => ({ name, ...source })),
                  ...(props.unmounted ?? []),
                ],
              }),
          ...props.pod,
        },
      },
    },
  };
};

/** A GET over HTTP; a probe is made of it and of its timing. */
export const httpGet = (path: string, port: number, scheme?: 'HTTP' | 'HTTPS'): Fields => ({
  httpGet: { path, port, ...(scheme === undefined ? {} : { scheme }) },
});

/** The timing of most probes: after three seconds, every five, answered within two. */
export const soon = { initialDelaySeconds: 3, periodSeconds: 5, timeoutSeconds: 2 } as const;

/** Requests of a container. */
export const requests = (cpu: string, memory: string): Fields => ({ requests: { cpu, memory } });
