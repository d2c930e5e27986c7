import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import { stepReaderRules } from '../metadata/writer';
import { allow, clusterPermissions, parts, role, type Part, type Rule } from '../parts';
import { persistenceAgentRules, scheduledWorkflowClusterRules } from '../services/agents';
import { apiServerClusterRules } from '../services/api-server';
import { uiClusterRules } from '../services/ui';
import { viewerRules } from '../services/viewers';

const pipelines = 'pipelines.kubeflow.org';
const aggregate = (group: 'rbac.authorization.kubeflow.org', level: string) => ({
  [`${group}/aggregate-to-${level}`]: 'true',
});
const kubeflow = 'rbac.authorization.kubeflow.org';

const editRules: readonly Rule[] = [
  allow(pipelines, 'pipelines pipelineversions', 'create delete update'),
  allow(pipelines, 'experiments', 'archive create delete unarchive'),
  allow(pipelines, 'runs', 'archive create delete retry terminate unarchive reportMetrics readArtifact'),
  allow(pipelines, 'jobs', 'create delete disable enable'),
  allow('kubeflow.org', 'scheduledworkflows', '*'),
  allow(
    'argoproj.io',
    'cronworkflows cronworkflows/finalizers workflows workflows/finalizers workfloweventbindings workflowtemplates workflowtaskresults',
    '*',
  ),
];

const viewRules: readonly Rule[] = [
  allow(pipelines, 'pipelines pipelineversions experiments jobs', 'get list'),
  allow(pipelines, 'runs', 'get list readArtifact'),
  allow('kubeflow.org', 'viewers', 'create get delete'),
  allow(pipelines, 'visualizations', 'create'),
];

/** A role that Kubernetes fills with the rules of others. The API server keeps an empty list, Argo CD ignores it. */
const collected = (level: 'edit' | 'view', labels: Readonly<Record<string, string>>): KubernetesObject => ({
  ...role(`kubeflow-pipelines-${level}`, undefined, [], labels),
  aggregationRule: {
    clusterRoleSelectors: [{ matchLabels: aggregate(kubeflow, `kubeflow-pipelines-${level}`) }],
  },
});

/** What editors and viewers of a profile may do with pipelines. */
const userRoles: readonly KubernetesObject[] = [
  role(
    'aggregate-to-kubeflow-pipelines-edit',
    undefined,
    editRules,
    aggregate(kubeflow, 'kubeflow-pipelines-edit'),
  ),
  role(
    'aggregate-to-kubeflow-pipelines-view',
    undefined,
    viewRules,
    aggregate(kubeflow, 'kubeflow-pipelines-view'),
  ),
  collected('edit', aggregate(kubeflow, 'kubeflow-edit')),
  collected('view', {
    ...aggregate(kubeflow, 'kubeflow-pipelines-edit'),
    ...aggregate(kubeflow, 'kubeflow-view'),
  }),
];

/** The services' rights in all namespaces, and those of users. */
export const clusterRoles = (install: Install): readonly Part[] => {
  const across = (account: string, name: string, bindingName: string, rules: readonly Rule[], app?: string) =>
    clusterPermissions(install.namespace, {
      account,
      role: name,
      binding: bindingName,
      rules,
      ...(app === undefined ? {} : { labels: { app } }),
    });
  const agent = 'ml-pipeline-persistenceagent';
  const schedule = 'ml-pipeline-scheduledworkflow';
  const writer = 'kubeflow-pipelines-metadata-writer';
  return parts('pipelines', [
    ...across('ml-pipeline', 'ml-pipeline', 'ml-pipeline', apiServerClusterRules(install)),
    ...across(agent, `${agent}-role`, `${agent}-binding`, persistenceAgentRules),
    ...across(schedule, `${schedule}-role`, `${schedule}-binding`, scheduledWorkflowClusterRules),
    ...across('ml-pipeline-ui', 'ml-pipeline-ui', 'ml-pipeline-ui', uiClusterRules, 'ml-pipeline-ui'),
    ...across(
      'ml-pipeline-viewer-crd-service-account',
      'ml-pipeline-viewer-controller-role',
      'ml-pipeline-viewer-crd-binding',
      viewerRules(install),
    ),
    ...across(writer, `${writer}-role`, `${writer}-binding`, stepReaderRules),
    ...userRoles,
  ]);
};
