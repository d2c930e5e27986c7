import type { Component } from '../lib/constructs';
import { argoWorkflows } from './argo-workflows';
import { kfpCache } from './kfp-cache';
import { kubeflowPipelines } from './kubeflow-pipelines';
import { kubeflow } from './kubeflow';
import { namespaces } from './namespaces';
import { openebs } from './openebs';
import { pipelines } from './pipelines';
import { serving } from './serving';
import { snapshots } from './snapshots';

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
];
