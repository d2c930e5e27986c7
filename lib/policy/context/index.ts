import type { Manifest, Release } from '../../render';
import { Cluster } from './cluster';
import { NamespaceIndex } from './namespaces';
import { ObjectIndex } from './objects';
import { ApplyOrder } from './order';
import { demandsOf, type Demand } from './placement/demand';
import { Fleet } from './placement/fleet';
import { ProviderIndex, type Resolution } from './providers';
import type { Reference } from './reference';
import { referencesOf } from './references';
import { ScalingIndex } from './scaling';
import { StorageIndex } from './storage';
import { WorkloadIndex } from './workloads';

export type { Precedence } from './order';
export type { Demand } from './placement/demand';
export { fitsInto, Fleet } from './placement/fleet';
export { providesAnnotation, type Resolution } from './providers';
export type { Reference } from './reference';
export { isBatch } from './scaling';
export { defaultClassAnnotation, type Claim } from './storage';
export type { Workload } from './workloads';

/** A release, indexed once, so that no rule has to look at everything for each thing that it checks. */
export interface PolicyContext {
  readonly release: Release;
  /** Minor of the declared Kubernetes version: 34 for `1.34`. */
  readonly minor: number;
  readonly manifests: readonly Manifest[];
  readonly objects: ObjectIndex;
  readonly workloads: WorkloadIndex;
  /** What is there without the release. */
  readonly cluster: Cluster;
  readonly namespaces: NamespaceIndex;
  readonly scaling: ScalingIndex;
  readonly storage: StorageIndex;
  readonly order: ApplyOrder;
  /** The declared nodes. */
  readonly fleet: Fleet;
  /** What every workload asks of the nodes. */
  readonly demands: readonly Demand[];
  /** Every field that names another object. */
  readonly references: readonly Reference[];
  /** Where the object that a reference names comes from. */
  readonly resolve: (reference: Reference) => Resolution;
}

/** Builds the index. Linear in objects, containers and references. */
export const indexRelease = (release: Release, existing: readonly string[] = []): PolicyContext => {
  const manifests = release.components.flatMap((component) => component.manifests);
  const objects = new ObjectIndex(manifests);
  const workloads = new WorkloadIndex(manifests);
  const namespaces = new NamespaceIndex(objects);
  const scaling = new ScalingIndex(objects);
  const fleet = new Fleet(release.site.nodes);
  const cluster = new Cluster(objects, existing);
  const providers = new ProviderIndex(objects, cluster);
  return {
    release,
    minor: Number(release.site.kubernetes.replace(/^v/, '').split('.')[1]),
    manifests,
    objects,
    workloads,
    cluster,
    namespaces,
    scaling,
    storage: new StorageIndex(objects, workloads),
    order: new ApplyOrder(release),
    fleet,
    demands: demandsOf({ workloads, namespaces, scaling, fleet }),
    references: referencesOf(manifests, workloads),
    resolve: ({ from, to }) => providers.resolve(to, from.key.namespace),
  };
};
