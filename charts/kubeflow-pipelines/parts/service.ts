import type { KubernetesObject } from '../../../lib/kubernetes';

type Labels = Readonly<Record<string, string>>;

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly target?: number | string;
  readonly protocol?: 'TCP';
  readonly appProtocol?: string;
}

/** What sets one Service apart from another. */
export interface ServiceProps {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Labels;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly type?: 'ClusterIP';
  readonly ports: readonly ServicePort[];
}

/** A port over TCP that leads to the same one of the pod unless another is said. */
export const tcp = (name: string | undefined, port: number, target: number | string = port): ServicePort => ({
  ...(name === undefined ? {} : { name }),
  port,
  protocol: 'TCP',
  target,
});

/** A Service. */
export const service = (props: ServiceProps): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: props.name,
    namespace: props.namespace,
    ...(props.labels === undefined ? {} : { labels: props.labels }),
    ...(props.annotations === undefined ? {} : { annotations: props.annotations }),
  },
  spec: {
    ...(props.type === undefined ? {} : { type: props.type }),
    selector: props.selector,
    ports: props.ports.map(({ target, ...port }) => ({
      ...port,
      ...(target === undefined ? {} : { targetPort: target }),
    })),
  },
});
