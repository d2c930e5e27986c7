import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** Requests and limits as a platform definition gives them. */
export interface ControllerResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string | undefined; readonly memory: string };
}

/** Settings of a controller. */
export interface ControllerProps {
  /** Name of the Deployment, its container and its disruption budget. */
  readonly name: string;
  /** Labels of every object; `app.kubernetes.io/name` and `component` must be among them, for they select the pods. */
  readonly labels: Readonly<Record<'app.kubernetes.io/name' | 'app.kubernetes.io/component', string>>;
  readonly serviceAccountName: string;
  readonly replicas: number;
  readonly image: string;
  /** User and group that the process runs as; never 0. */
  readonly user: number;
  readonly args?: readonly string[];
  readonly env?: readonly k8s.EnvVar[];
  readonly ports?: readonly k8s.ContainerPort[];
  readonly livenessProbe: k8s.Probe;
  readonly readinessProbe?: k8s.Probe;
  readonly resources: ControllerResources;
  /** Volumes beside `/tmp`, mounted read-only. Default: none. */
  readonly volumes?: readonly { readonly volume: k8s.Volume; readonly mountPath: string }[];
  /** Seconds that a pod must be ready for before the next one is replaced. Default: 0. */
  readonly minReadySeconds?: number;
}

const quantities = (amounts: Readonly<Record<string, string | undefined>>): Record<string, k8s.Quantity> =>
  Object.fromEntries(
    Object.entries(amounts).flatMap(([resource, amount]) =>
      amount === undefined ? [] : [[resource, k8s.Quantity.fromString(amount)]],
    ),
  );

const container = (props: ControllerProps): k8s.Container => ({
  name: props.name,
  image: props.image,
  ...(props.args === undefined ? {} : { args: [...props.args] }),
  ...(props.env === undefined ? {} : { env: [...props.env] }),
  ...(props.ports === undefined ? {} : { ports: [...props.ports] }),
  livenessProbe: props.livenessProbe,
  ...(props.readinessProbe === undefined ? {} : { readinessProbe: props.readinessProbe }),
  resources: {
    requests: quantities({ ...props.resources.requests }),
    limits: quantities({ ...props.resources.limits }),
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    ...(props.volumes ?? []).map(({ volume, mountPath }) => ({
      name: volume.name,
      mountPath,
      readOnly: true,
    })),
  ],
});

/** The default of five minutes on a dead node would leave the cluster without its controller for as long. */
const tolerations: readonly k8s.Toleration[] = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }));

const podSpec = (props: ControllerProps): k8s.PodSpec => ({
  serviceAccountName: props.serviceAccountName,
  automountServiceAccountToken: true,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: props.user,
    runAsGroup: props.user,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [container(props)],
  tolerations: [...tolerations],
  ...(props.replicas === 1
    ? {}
    : {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { ...props.labels } },
          },
        ],
      }),
  volumes: [
    { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } },
    ...(props.volumes ?? []).map(({ volume }) => volume),
  ],
});

/**
 * A controller that elects a leader among its pods: a Deployment that passes Pod Security `restricted`, replaces its
 * pods one by one without a surplus pod, and, from two pods on, spreads them and lets a drain evict one at a time.
 */
export class Controller extends Construct {
  constructor(scope: Construct, id: string, props: ControllerProps) {
    super(scope, id);
    const { name, replicas } = props;
    const metadata = { name, labels: { ...props.labels } };
    const selector = { matchLabels: { ...props.labels } };
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas,
        selector,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromNumber(0),
            maxUnavailable: k8s.IntOrString.fromNumber(1),
          },
        },
        ...(props.minReadySeconds === undefined ? {} : { minReadySeconds: props.minReadySeconds }),
        template: { metadata: { labels: { ...props.labels } }, spec: podSpec(props) },
      },
    });
    if (replicas > 1) {
      new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
        metadata,
        spec: {
          // A pod that is not ready protects nobody; without this it blocks a drain (Kubernetes 1.27 and newer).
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
          selector,
          maxUnavailable: k8s.IntOrString.fromNumber(1),
        },
      });
    }
  }
}
