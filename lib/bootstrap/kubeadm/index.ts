export { kubeadmConfiguration } from './configuration';
