export { Kustomization, type KustomizationProps } from './kustomization';
