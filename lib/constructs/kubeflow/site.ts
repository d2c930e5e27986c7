import type { k8s } from 'cdk8s-plus-27';
import type { NodeTaint } from '../../platform';

/** What pods must know of the site that they run on. */
export interface KubeflowSite {
  /** Taints that all nodes of a pool have. */
  readonly taintsOf: (pool: string | undefined) => readonly NodeTaint[];
  /** Secrets that images are pulled with. */
  readonly pullSecrets: readonly string[];
  /** The StorageClass that a reference such as `fast@1` means. */
  readonly storageClassName: (reference: string) => string;
  /** Whether nothing may be sent or received in a namespace without a policy. */
  readonly isGoverned: (namespace: string) => boolean;
  /** Lets pods talk to the API server. */
  readonly apiServer: k8s.NetworkPolicyEgressRule;
}
