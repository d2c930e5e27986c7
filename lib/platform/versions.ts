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

const minorNumber = (version: string): number => Number(version.split('.')[1]);

/** Whether a component version is known to run on a Kubernetes minor. */
export const fitsKubernetes = (component: ComponentVersion, kubernetes: KubernetesMinor): boolean =>
  minorNumber(component.kubernetes[0]) <= minorNumber(kubernetes) &&
  minorNumber(kubernetes) <= minorNumber(component.kubernetes[1]);
