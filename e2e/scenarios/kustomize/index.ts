export { kustomizeScenario } from './kustomize';
