export {
  describeKey,
  fieldAt,
  groupOf,
  isRecord,
  keyId,
  keyOf,
  listAt,
  recordAt,
  stringAt,
  stringMapAt,
  type Json,
  type JsonObject,
  type KubernetesObject,
  type ObjectKey,
  type ObjectMetadata,
} from './object';
export { apiLifecycle, type ApiLifecycle } from './api-lifecycle';
export { fieldPath } from './field-path';
export { kindRank } from './kind-order';
export { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, nameProblem } from './names';
export { selectsNode, untoleratedTaints, type SchedulableNode } from './node-selection';
export {
  addAmounts,
  amountsOf,
  containerLimits,
  containerRequests,
  noDefaults,
  podLimits,
  podRequests,
  quantityOf,
  timesAmounts,
  type Amounts,
  type ContainerDefaults,
} from './pod-resources';
export { containersOf, podTemplateOf, type ContainerOf, type PodTemplate } from './pod-template';
export { canonicalQuantity, formatQuantity, parseQuantity, quantityPattern } from './quantity';
export { scopesWith, type Scope, type ScopeOf } from './scope';
export { secretsMadeOf, type MadeSecret } from './secret-makers';
export { mapSelects, selectorSelects } from './selector';
