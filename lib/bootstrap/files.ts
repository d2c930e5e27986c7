import { networkPluginChart } from '../constructs';
import type { Platform } from '../platform';
import { emitYaml } from '../yaml';
import { argoCdValues } from './argocd-values';
import { userData } from './cloud-init';
import { kubeadmConfiguration } from './kubeadm';
import { bootstrapPaths } from './paths';
import { runbook } from './runbook';

/** One file of the folder; its path is relative to the tree. */
export interface BootstrapFile {
  readonly path: string;
  readonly text: string;
}

const networkValues = (platform: Platform): readonly BootstrapFile[] => {
  const plugin = networkPluginChart(platform);
  if (plugin === undefined) return [];
  const { chart, values } = plugin.reference;
  const comment = [`Values of the Helm chart ${chart}, from spec.network.cni; Argo CD has the same`];
  return [{ path: bootstrapPaths.networkValues, text: emitYaml(values, { comment }) }];
};

/**
 * The files of `bootstrap/` that are no objects of the cluster; none on a managed cluster.
 * @param outputPath folder of the tree in the repository, as in `dist/onprem`.
 */
export const bootstrapFiles = (platform: Platform, outputPath: string): readonly BootstrapFile[] =>
  platform.spec.kubernetes.distribution === 'managed'
    ? []
    : [
        { path: bootstrapPaths.runbook, text: runbook(platform, outputPath) },
        { path: bootstrapPaths.argoCdValues, text: argoCdValues(platform) },
        ...networkValues(platform),
        ...platform.spec.nodes.flatMap((node) => [
          { path: bootstrapPaths.kubeadm(node.name), text: kubeadmConfiguration(platform, node) },
          { path: bootstrapPaths.cloudInit(node.name), text: userData(platform, node) },
        ]),
      ];
