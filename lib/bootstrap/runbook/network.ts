import { networkPluginChart, type NetworkPluginChart } from '../../constructs';
import type { Platform } from '../../platform';
import { bootstrapPaths } from '../paths';
import type { Step } from './step';

/** The chart, so that the objects are the ones that Argo CD makes of it later. */
const chartSteps = ({ namespace, reference }: NetworkPluginChart, outputPath: string): readonly Step[] => {
  const { chart, repoURL, version, releaseName } = reference;
  return [
    {
      title: `Install the network: ${chart} ${version}`,
      text: 'Where Helm has no way to the repository, give it the path of the packed chart instead of `--repo`.',
      commands: [
        `helm template ${releaseName} ${chart} --repo ${repoURL} --version ${version} --namespace ${namespace} --include-crds --values ${outputPath}/${bootstrapPaths.networkValues} > network.yaml`,
        `kubectl create namespace ${namespace} --dry-run=client -o yaml | kubectl apply --server-side -f -`,
        'until kubectl apply --server-side --force-conflicts -f network.yaml; do sleep 5; done',
      ],
    },
  ];
};

const nativeSteps = ({ spec }: Platform, outputPath: string): readonly Step[] => {
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
    default:
      return [];
  }
};

/** Installs the network plugin: before Argo CD, whose pods need it. Argo CD takes it over with the first sync. */
export const networkSteps = (platform: Platform, outputPath: string): readonly Step[] => {
  const plugin = networkPluginChart(platform);
  return plugin === undefined ? nativeSteps(platform, outputPath) : chartSteps(plugin, outputPath);
};
