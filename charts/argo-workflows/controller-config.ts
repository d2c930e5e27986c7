import { emitYaml } from '../../lib/yaml';
import type { Install } from '../kubeflow-pipelines/install';

const created = 'workflow.creationTimestamp';

/** Where artifacts and logs of a step go: the date keeps steps of the same name apart. */
const keyFormat = [
  'private-artifacts',
  '{{workflow.namespace}}',
  '{{workflow.name}}',
  `{{${created}.Y}}`,
  `{{${created}.m}}`,
  `{{${created}.d}}`,
  '{{pod.name}}',
].join('/');

const artifactRepository = ({ objectStore }: Install) => ({
  archiveLogs: true,
  s3: {
    endpoint: objectStore.endpoint,
    bucket: objectStore.bucket,
    ...(objectStore.region === undefined ? {} : { region: objectStore.region }),
    keyFormat,
    insecure: !objectStore.tls,
    ...(objectStore.caBundle === undefined
      ? {}
      : { caSecret: { name: objectStore.caBundle.secret, key: objectStore.caBundle.key } }),
    accessKeySecret: { name: objectStore.secret, key: 'accesskey' },
    secretKeySecret: { name: objectStore.secret, key: 'secretkey' },
  },
});

const executor = ({ settings }: Install) => ({
  imagePullPolicy: 'IfNotPresent',
  securityContext: {
    runAsNonRoot: true,
    runAsUser: settings.argoWorkflows.executor.user,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
});

const workflowDefaults = ({ settings }: Install) => {
  const { ttlSeconds, retries } = settings.argoWorkflows;
  return {
    spec: {
      ttlStrategy: {
        secondsAfterCompletion: ttlSeconds,
        secondsAfterSuccess: ttlSeconds,
        secondsAfterFailure: ttlSeconds,
      },
      templateDefaults: { retryStrategy: { limit: String(retries), retryPolicy: 'OnError' } },
    },
  };
};

/** Settings of the controller: each entry is a YAML document. https://argo-workflows.readthedocs.io/en/latest/workflow-controller-configmap/ */
export const controllerConfig = (install: Install): Readonly<Record<string, string>> => ({
  artifactRepository: emitYaml(artifactRepository(install)),
  executor: emitYaml(executor(install)),
  workflowDefaults: emitYaml(workflowDefaults(install)),
});
