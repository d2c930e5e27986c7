import type { Component } from '../lib/constructs';
import { argoWorkflows } from './argo-workflows';
import { kfpCache } from './kfp-cache';
import { kubeflowPipelines } from './kubeflow-pipelines';
import { kubeflow } from './kubeflow';
import { certificates } from './certificates';
import { flannel } from './flannel';
import { gateway } from './gateway';
import { gpu } from './gpu';
import { loadBalancer } from './load-balancer';
import { metricsServer } from './metrics-server';
import { namespaces } from './namespaces';
import { openebs } from './openebs';
import { pipelines } from './pipelines';
import { registry } from './registry';
import { secretStores } from './secret-stores';
import { serving } from './serving';
import { snapshots } from './snapshots';
import {
  calico,
  certManager,
  cilium,
  externalSecrets,
  gatewayApi,
  gpuOperator,
  metallb,
  traefik,
} from './upstream';

export { argocd, bootstrap, bootstrapName, outputPath, type DeliveryProps } from './argocd';

/**
 * The table of components: everything that a platform can consist of, apart from how it is delivered (`argocd`). The
 * order here means nothing: waves come from dependencies. To add one, see docs/add-a-component.md.
 */
export const components: readonly Component[] = [
  namespaces,
  openebs,
  snapshots,
  serving,
  argoWorkflows,
  kubeflowPipelines,
  kfpCache,
  pipelines,
  ...kubeflow,
  flannel,
  cilium,
  calico,
  metallb,
  loadBalancer,
  certManager,
  certificates,
  externalSecrets,
  secretStores,
  gatewayApi,
  traefik,
  gateway,
  metricsServer,
  gpu,
  gpuOperator,
  registry,
];
