import {
  ComponentChart,
  type Component,
  type NamespaceNeed,
  type StandIn,
  type UpstreamReference,
} from '../../lib/constructs';
import type { Platform } from '../../lib/platform';

/** An operator that its own release installs. */
export interface UpstreamProps {
  readonly name: string;
  readonly summary: string;
  readonly field: string;
  readonly dependsOn?: readonly string[];
  /** Where it goes; undefined where the platform has none of it. */
  readonly namespace: (platform: Platform) => string | undefined;
  readonly podSecurity: NamespaceNeed['podSecurity'];
  /** Why the level is not `restricted`. */
  readonly because?: string;
  /** Whether its namespace is the cluster's own. */
  readonly existing?: boolean;
  readonly reference: (platform: Platform) => UpstreamReference | undefined;
  readonly images?: (platform: Platform) => readonly string[];
  readonly standIns?: readonly StandIn[];
}

/** A component that Argo CD renders from upstream. */
export const upstream = (props: UpstreamProps): Component => ({
  name: props.name,
  summary: props.summary,
  field: props.field,
  // Its namespace is not among its objects, so nobody would find out.
  dependsOn: ['namespaces', ...(props.dependsOn ?? [])],
  enabled: (platform) => props.reference(platform) !== undefined,
  namespace: (platform) => props.namespace(platform) ?? props.name,
  namespaces: (platform) => [
    {
      name: props.namespace(platform) ?? props.name,
      podSecurity: props.podSecurity,
      ...(props.because === undefined ? {} : { because: props.because }),
      ...(props.existing === true ? { existing: true } : {}),
      network: 'open',
    },
  ],
  version: (platform) => props.reference(platform)?.version.replace(/^v/, '') ?? '',
  ...(props.images === undefined ? {} : { images: props.images }),
  reference: props.reference,
  ...(props.standIns === undefined ? {} : { standIns: () => props.standIns ?? [] }),
  chart: (scope, { platform }) =>
    new ComponentChart(scope, props.name, { namespace: props.namespace(platform) ?? props.name }),
});
