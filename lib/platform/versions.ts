/**
 * The versions that are known to fit each other. Sources: each project's release notes and supported-versions page.
 * A combination that is not in here is refused, with the ones that are.
 */

/** Kubernetes minors that the output is valid for; the core types are those of cdk8s-plus-27. */
export const supportedKubernetes = [
  '1.27',
  '1.28',
  '1.29',
  '1.30',
  '1.31',
  '1.32',
  '1.33',
  '1.34',
  '1.35',
] as const;

/** A Kubernetes minor version. */
export type KubernetesMinor = (typeof supportedKubernetes)[number];

/** One released version of a component and the Kubernetes minors that it is known to run on, both ends included. */
export interface ComponentVersion {
  readonly version: string;
  readonly kubernetes: readonly [KubernetesMinor, KubernetesMinor];
}

/** OpenEBS LocalPV provisioner; the helper image is the one that its chart of that version pairs it with. */
export const openebsVersions = [
  { version: '4.5.1', helperVersion: '4.5.0', kubernetes: ['1.27', '1.35'] },
  { version: '4.5.0', helperVersion: '4.5.0', kubernetes: ['1.27', '1.34'] },
  { version: '4.4.0', helperVersion: '4.3.0', kubernetes: ['1.27', '1.34'] },
  { version: '4.3.0', helperVersion: '4.2.0', kubernetes: ['1.27', '1.33'] },
] as const satisfies readonly (ComponentVersion & { readonly helperVersion: string })[];

/** CSI external-snapshotter: the snapshot controller and its CustomResourceDefinitions. */
export const snapshotterVersions = [
  { version: '8.6.0', kubernetes: ['1.27', '1.35'] },
] as const satisfies readonly ComponentVersion[];

/**
 * Kubeflow Pipelines, with the versions that upstream's install of that release pins. Nothing in that install is newer
 * than Kubernetes 1.27; `npm run e2e -- --only schemas` holds it to the schemas of every minor.
 */
export const kubeflowPipelinesVersions = [
  {
    version: '2.17.0',
    kubernetes: ['1.27', '1.35'],
    argoWorkflows: '4.0.5',
    metadataStore: '1.14.0',
    mysql: '8.4',
    postgresql: '14.7-alpine3.17',
    seaweedfs: '4.34',
    alpine: '3.23',
    alpineK8s: '1.36.2',
    metacontroller: '4.16.2',
  },
] as const satisfies readonly (ComponentVersion & Readonly<Record<string, unknown>>)[];

/** One release of Kubeflow Pipelines. */
export type KubeflowPipelinesVersion = (typeof kubeflowPipelinesVersions)[number];

/** Argo CD; each minor is tested upstream against the four Kubernetes minors of its day. */
export const argoCdVersions = [
  { version: '3.5', kubernetes: ['1.32', '1.35'] },
  { version: '3.4', kubernetes: ['1.32', '1.35'] },
  { version: '3.3', kubernetes: ['1.31', '1.34'] },
  { version: '3.2', kubernetes: ['1.31', '1.34'] },
  { version: '3.1', kubernetes: ['1.30', '1.33'] },
  { version: '3.0', kubernetes: ['1.29', '1.32'] },
  { version: '2.14', kubernetes: ['1.28', '1.31'] },
  { version: '2.13', kubernetes: ['1.27', '1.30'] },
] as const satisfies readonly ComponentVersion[];

/** A release of each Kubernetes minor, and the pause image that its kubeadm pairs it with. */
export const kubernetesReleases = {
  '1.27': { release: '1.27.16', pause: '3.9' },
  '1.28': { release: '1.28.15', pause: '3.9' },
  '1.29': { release: '1.29.6', pause: '3.9' },
  '1.30': { release: '1.30.14', pause: '3.9' },
  '1.31': { release: '1.31.14', pause: '3.10' },
  '1.32': { release: '1.32.13', pause: '3.10' },
  '1.33': { release: '1.33.13', pause: '3.10' },
  '1.34': { release: '1.34.4', pause: '3.10.1' },
  '1.35': { release: '1.35.4', pause: '3.10.1' },
} as const satisfies Readonly<Record<KubernetesMinor, { readonly release: string; readonly pause: string }>>;

/** Helm chart `argo-cd` by the Argo CD minor that it is known to carry. */
export const argoCdCharts: Readonly<Partial<Record<(typeof argoCdVersions)[number]['version'], string>>> = {
  '3.5': '10.3.3',
};

/** Flannel; its chart has the same version. */
export const flannelVersions = [
  { version: '0.28.9', kubernetes: ['1.27', '1.35'] },
] as const satisfies readonly ComponentVersion[];

/** Cilium; its chart has the same version. */
export const ciliumVersions = [
  { version: '1.20.2', kubernetes: ['1.30', '1.35'] },
  { version: '1.19.6', kubernetes: ['1.29', '1.35'] },
] as const satisfies readonly ComponentVersion[];

/** Calico; its chart `tigera-operator` has the same version. */
export const calicoVersions = [
  { version: '3.32.3', kubernetes: ['1.30', '1.35'] },
  { version: '3.31.7', kubernetes: ['1.29', '1.35'] },
] as const satisfies readonly ComponentVersion[];

/** MetalLB; its chart has the same version. */
export const metallbVersions = [
  { version: '0.16.1', kubernetes: ['1.27', '1.35'] },
] as const satisfies readonly ComponentVersion[];

const minorNumber = (version: string): number => Number(version.split('.')[1]);

/** Whether a component version is known to run on a Kubernetes minor. */
export const fitsKubernetes = (component: ComponentVersion, kubernetes: KubernetesMinor): boolean =>
  minorNumber(component.kubernetes[0]) <= minorNumber(kubernetes) &&
  minorNumber(kubernetes) <= minorNumber(component.kubernetes[1]);
