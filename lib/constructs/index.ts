export {
  ComponentChart,
  defineComponent,
  type Component,
  type ComponentChartProps,
  type ComponentContext,
  type IgnoredDifference,
  type NamespaceNeed,
} from './component';
export { controlPlaneEndpoint, networkPluginChart, type NetworkPluginChart } from './network-plugin';
export type { ChartReference, DirectoryReference, UpstreamReference } from './upstream-reference';
export { fieldOf, fromField, waive, waiversOf } from './origin';
export { Kustomization, type KustomizationProps } from './kustomization';
export { ModelServer, type ModelServerProps } from './model-server';
export {
  certManager,
  externalSecrets,
  routes,
  sealedSecrets,
  type ConditionStandIn,
  type DefinedKind,
  type DefinitionsStandIn,
  type Operator,
  type OperatorStandIn,
  type StandIn,
  type WebhookStandIn,
  type Workload,
} from './stand-in';
export type { LoadedPipeline, LoadedSource, SourceText } from './pipeline-source';
