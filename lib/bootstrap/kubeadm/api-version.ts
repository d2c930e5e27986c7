import type { Platform } from '../../platform';

/** Version of kubeadm's configuration; v1beta4 came with Kubernetes 1.31. */
export type KubeadmVersion = 'v1beta3' | 'v1beta4';

/** The newest version that the platform's kubeadm reads. */
export const kubeadmVersionOf = ({ spec }: Platform): KubeadmVersion =>
  Number(spec.kubernetes.version.split('.')[1]) >= 31 ? 'v1beta4' : 'v1beta3';

/** `apiVersion` of kubeadm's documents. */
export const kubeadmApi = (version: KubeadmVersion): string => `kubeadm.k8s.io/${version}`;

/** Arguments of a component: a list of names and values in v1beta4, a map before. */
export const extraArgs = (
  version: KubeadmVersion,
  args: Readonly<Record<string, string>>,
): readonly { readonly name: string; readonly value: string }[] | Readonly<Record<string, string>> =>
  version === 'v1beta4' ? Object.entries(args).map(([name, value]) => ({ name, value })) : args;
