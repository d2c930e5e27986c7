export {
  ComponentChart,
  defineComponent,
  type Component,
  type ComponentChartProps,
  type ComponentContext,
  type IgnoredDifference,
  type NamespaceNeed,
} from './component';
export { fieldOf, fromField, waive, waiversOf } from './origin';
export { ModelServer, type ModelServerProps } from './model-server';
