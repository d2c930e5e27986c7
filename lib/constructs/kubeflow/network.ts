import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Dataset, Egress } from '../../platform';
import { downloadRule, podsIn } from '../model-server/network-policy';
import type { KubeflowSite } from './site';

/** What the pods of some work send and receive. */
export interface NetworkProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
  /** Whether the pods talk to each other, on any port. */
  readonly together?: boolean;
  readonly callers?: readonly {
    readonly from: readonly k8s.NetworkPolicyPeer[];
    readonly ports?: readonly number[];
  }[];
  readonly egress?: Egress;
  readonly dataset?: Dataset | undefined;
  readonly also?: readonly k8s.NetworkPolicyEgressRule[];
  readonly site: KubeflowSite;
}

/** Ports of a policy. */
export const tcp = (numbers: readonly number[] | undefined): { readonly ports?: k8s.NetworkPolicyPort[] } =>
  numbers === undefined
    ? {}
    : { ports: numbers.map((number) => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(number) })) };

const wanted = (egress: Egress): readonly k8s.NetworkPolicyEgressRule[] =>
  egress.map((target) => ({
    to: ['cidr' in target ? { ipBlock: { cidr: target.cidr } } : podsIn(target.namespace, target.podLabels)],
    ...tcp(target.ports),
  }));

/**
 * Opens what some work needs in a namespace where everything else is closed; nothing in the others, where a policy
 * would close what is open. https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const addWorkPolicy = (scope: Construct, props: NetworkProps): void => {
  const { name, namespace, labels, pods, together = false, callers = [], dataset, site } = props;
  if (!site.isGoverned(namespace)) return;
  const each: k8s.NetworkPolicyPeer = { podSelector: { matchLabels: { ...pods } } };
  const ingress = [
    ...(together ? [{ from: [each] }] : []),
    ...callers.map(({ from, ports }) => ({ from: [...from], ...tcp(ports) })),
  ];
  const egress = [
    ...(together ? [{ to: [each] }] : []),
    ...(dataset?.kind === 's3' ? [downloadRule(dataset)] : []),
    ...wanted(props.egress ?? []),
    ...(props.also ?? []),
  ];
  new k8s.KubeNetworkPolicy(scope, 'network-policy', {
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      podSelector: { matchLabels: { ...pods } },
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length === 0 ? {} : { ingress }),
      ...(egress.length === 0 ? {} : { egress }),
    },
  });
};
