import type { PlatformInput } from '../../lib/platform';

/** Settings of Kubeflow Pipelines as a file has them. */
export type KubeflowPipelinesInput = NonNullable<PlatformInput['spec']['kubeflowPipelines']>;

/** One of upstream's installs. */
export interface Variant {
  /** Name of upstream's kustomization. */
  readonly name: string;
  /** What Drydock calls it. */
  readonly settings: KubeflowPipelinesInput;
}

/** Upstream's six installs, by the settings that ask for the same. */
export const variants: readonly Variant[] = [
  { name: 'platform-agnostic', settings: {} },
  { name: 'plain', settings: { argoWorkflows: { enabled: false } } },
  { name: 'platform-agnostic-postgresql', settings: { database: { kind: 'postgresql' } } },
  {
    name: 'cert-manager--platform-agnostic-standalone-tls',
    settings: { tls: { enabled: true } },
  },
  {
    name: 'cert-manager--platform-agnostic-k8s-native',
    settings: { pipelineStore: 'kubernetes' },
  },
  { name: 'platform-agnostic-multi-user', settings: { mode: { kind: 'multi-user' } } },
];

/** The same, with everything as upstream has it. Upstream's image of cached steps has no tag. */
export const asUpstream = (settings: KubeflowPipelinesInput): KubeflowPipelinesInput => ({
  ...settings,
  upstreamParity: true,
  cache: { upstreamCacheDeployer: true, image: 'ghcr.io/containerd/busybox' },
});
