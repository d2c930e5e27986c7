import type { Platform } from '../../platform';
import type { Step } from './step';

/** Installs the network plugin: before Argo CD, whose pods need it. Argo CD takes it over with the first sync. */
export const networkSteps = ({ spec }: Platform, outputPath: string): readonly Step[] => {
  switch (spec.network.cni?.kind) {
    case undefined:
      return [
        {
          title: 'Install the network plugin of your choice',
          text: `The platform does not bring one (\`spec.network.cni\`).${
            spec.network.podSubnet === undefined
              ? ''
              : ` Pods must get their addresses from ${spec.network.podSubnet}.`
          }`,
          commands: [],
        },
      ];
    case 'flannel':
      return [
        {
          title: 'Install the network: Flannel',
          text: 'The same files that Argo CD keeps in place later.',
          commands: [
            `kubectl apply --server-side -f ${outputPath}/namespaces/Namespace-kube-flannel.yaml`,
            `kubectl apply --server-side -f ${outputPath}/flannel/`,
            'kubectl -n kube-flannel rollout status daemonset/kube-flannel-ds --timeout=5m',
          ],
        },
      ];
    case 'cilium':
    case 'calico':
      return [];
  }
};
