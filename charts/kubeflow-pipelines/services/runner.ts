import type { Install } from '../install';
import {
  allow,
  binding,
  configMap,
  parts,
  permissions,
  role,
  serviceAccount,
  type Part,
  type Rule,
} from '../parts';

/** Upstream lets every step do almost everything in the namespace; steps that change the cluster rely on it. */
const upstreamRules: readonly Rule[] = [
  allow('core', 'secrets', 'get'),
  allow('core', 'configmaps', 'get watch list'),
  allow('core', 'persistentvolumes persistentvolumeclaims', '*'),
  allow('snapshot.storage.k8s.io', 'volumesnapshots', 'create delete get'),
  allow('argoproj.io', 'workflows', 'get list watch update patch'),
  allow('core', 'pods pods/exec pods/log services', '*'),
  allow('core apps extensions', 'deployments replicasets', '*'),
  allow('kubeflow.org', '*', '*'),
  allow('batch', 'jobs', '*'),
  allow('machinelearning.seldon.io', 'seldondeployments', '*'),
  allow('argoproj.io', 'workflowtaskresults', 'create patch'),
  allow('mlflow.kubeflow.org', 'experiments', 'get list create update'),
];

/** What compiled pipelines themselves need; `exec` into other pods and kinds that nobody has installed are gone. */
const leanRules: readonly Rule[] = [
  allow('core', 'secrets', 'get'),
  allow('core', 'configmaps', 'get watch list'),
  allow('core', 'persistentvolumeclaims', 'create get list watch patch delete'),
  allow('snapshot.storage.k8s.io', 'volumesnapshots', 'create delete get'),
  allow('argoproj.io', 'workflows', 'get list watch update patch'),
  allow('core', 'pods', 'get list watch patch'),
  allow('core', 'pods/log', 'get'),
  allow('batch', 'jobs', 'create get list watch patch delete'),
  allow('argoproj.io', 'workflowtaskresults', 'create patch'),
];

/** The account that steps of pipelines run under. */
export const pipelineRunner = (install: Install): readonly Part[] => {
  const name = 'pipeline-runner';
  const { namespace } = install;
  return parts('pipelines', [
    ...permissions(namespace, {
      account: name,
      role: name,
      binding: `${name}-binding`,
      rules: install.parity || install.settings.stepRights === 'upstream' ? upstreamRules : leanRules,
    }),
    serviceAccount('kubeflow-pipelines-container-builder', namespace),
  ]);
};

/** What anybody who is logged in may know: the version. */
export const publicVersion = ({ namespace, release }: Install): readonly Part[] => {
  const name = 'kubeflow-pipelines-public';
  const labels = { app: 'ml-pipeline' };
  return parts('pipelines', [
    configMap(name, namespace, { kubeflow_pipelines_version: `v${release.version}` }),
    role(name, namespace, [allow('core', 'configmaps', 'get list watch', name)], labels),
    binding(name, namespace, name, { group: 'system:authenticated' }, labels),
  ]);
};
