import { Chart, type ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Refusal } from '../diagnostics';
import type { Platform } from '../platform';
import type { StandIn } from './stand-in';
import type { LoadedPipeline } from './pipeline-source';
import type { UpstreamReference } from './upstream-reference';

/** A namespace that a component's objects live in. */
export interface NamespaceNeed {
  readonly name: string;
  /** Pod Security level that the API server enforces there; `restricted` unless the component cannot do without. */
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  /** Why the level is not `restricted`; becomes an annotation on the Namespace, where reviewers see it. */
  readonly because?: string;
  /** Whether pods in it talk to the API server; the network policies then let them. */
  readonly apiServerAccess?: boolean;
  /** `open`: no network policy closes it, for what runs there is not in the output and nobody knows its traffic. */
  readonly network?: 'open';
  /** Namespaces of the cluster's own (`kube-system`), which no component creates. */
  readonly existing?: boolean;
}

/** A field that something in the cluster writes, so that Argo CD must not call it a difference. */
export interface IgnoredDifference {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  /** Who writes the field; shown in the docs, not in the output. */
  readonly because: string;
}

/** What a component's chart is made from. */
export interface ComponentContext {
  readonly platform: Platform;
  /** Namespaces that the enabled components need, each once, sorted by name. */
  readonly namespaces: readonly NamespaceNeed[];
  /** Sources of the platform's pipelines. Default: none, which suits a platform without pipelines. */
  readonly pipelines?: readonly LoadedPipeline[];
}

/**
 * One part of a platform: one folder of the output and one Argo CD Application. The table in `charts/index.ts` lists
 * them; extensions add theirs.
 */
export interface Component {
  /** DNS label; the folder and the Application are named after it. */
  readonly name: string;
  /** One sentence for `drydock graph` and the docs. */
  readonly summary: string;
  /** Field of the platform definition that asks for it, as in `spec.storage`. */
  readonly field: string;
  /** Components that must be healthy first, beside those that are discovered from references. Absent ones are ignored. */
  readonly dependsOn: readonly string[];
  readonly enabled: (platform: Platform) => boolean;
  /** Namespace of its objects unless they say otherwise. */
  readonly namespace: (platform: Platform) => string;
  /** Namespaces that it needs beside or instead of its own. */
  readonly namespaces: (platform: Platform) => readonly NamespaceNeed[];
  /** Version of what it installs, where it has one. */
  readonly version?: (platform: Platform) => string;
  /** Images that stand outside `image:` fields (in variables, arguments, ConfigMaps); mirrored like the others. */
  readonly images?: (platform: Platform) => readonly string[];
  /** Images inside texts (a pipeline in JSON) that the component moves to the site's registry itself; they join the bill. */
  readonly embeddedImages?: (context: ComponentContext) => readonly string[];
  readonly ignoreDifferences?: (platform: Platform) => readonly IgnoredDifference[];
  /** What Argo CD renders in the cluster in place of objects of the chart, where the component comes from upstream. */
  readonly reference?: (platform: Platform) => UpstreamReference | undefined;
  /** What a rehearsal plays for it, because it cannot run without containers or comes from outside the platform. */
  readonly standIns?: (platform: Platform) => readonly StandIn[];
  /** Adds the component's objects under `scope`. The chart's id is the component's name. */
  readonly chart: (scope: Construct, context: ComponentContext) => Chart;
}

/** Types a component written outside `charts/` without changing it. */
export const defineComponent = (component: Component): Component => component;

/** Settings of a component's chart. */
export interface ComponentChartProps {
  /** Namespace of the objects that do not name one; cluster-scoped objects never get it. */
  readonly namespace: string;
}

/**
 * A Chart whose objects must say their names: cdk8s would derive a missing one from the construct path, so that moving
 * code renames the object and Argo CD deletes the old one.
 */
export class ComponentChart extends Chart {
  override generateObjectName(apiObject: ApiObject): string {
    throw new Refusal([
      {
        rule: 'render/explicit-name',
        severity: 'error',
        where: { kind: 'object', component: this.node.id, object: apiObject.kind, path: 'metadata.name' },
        got: `no name, at construct ${apiObject.node.path}`,
        want: 'an explicit metadata.name',
        fix: 'pass metadata: { name: … } to the construct',
      },
    ]);
  }

  constructor(scope: Construct, id: string, props: ComponentChartProps) {
    super(scope, id, { namespace: props.namespace });
  }
}
