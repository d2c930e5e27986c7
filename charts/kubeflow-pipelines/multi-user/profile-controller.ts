import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import {
  configMap,
  optionalSetting,
  parts,
  secretKey,
  service,
  setting,
  tcp,
  workload,
  type Part,
} from '../parts';
import { apiServerConfig, apiServerConfigName, hashedName } from './names';

const name = 'kubeflow-pipelines-profile-controller';
const selector = { app: name };

const environment = { DISABLE_ISTIO_SIDECAR: 'false' };
const environmentName = hashedName(`${name}-env`, environment);

/** Calls the profile controller for every namespace that asks for pipelines. https://metacontroller.github.io/metacontroller/api/decoratorcontroller.html */
const decorator = ({ namespace }: Install): KubernetesObject => {
  const attachment = (apiVersion: string, resource: string, method: string) => ({
    apiVersion,
    resource,
    updateStrategy: { method },
  });
  return {
    apiVersion: 'metacontroller.k8s.io/v1alpha1',
    kind: 'DecoratorController',
    metadata: { name, namespace, labels: selector },
    spec: {
      resources: [
        {
          apiVersion: 'v1',
          resource: 'namespaces',
          labelSelector: { matchLabels: { 'pipelines.kubeflow.org/enabled': 'true' } },
        },
      ],
      attachments: [
        attachment('v1', 'secrets', 'OnDelete'),
        attachment('v1', 'configmaps', 'OnDelete'),
        attachment('apps/v1', 'deployments', 'InPlace'),
        attachment('v1', 'services', 'InPlace'),
        attachment('networking.istio.io/v1alpha3', 'destinationrules', 'InPlace'),
        attachment('security.istio.io/v1beta1', 'authorizationpolicies', 'InPlace'),
      ],
      hooks: { sync: { webhook: { url: `http://${name}/sync` } } },
      resyncPeriodSeconds: 3600,
    },
  };
};

const deployment = (install: Install, codeName: string): KubernetesObject => {
  const { namespace, release, objectStore } = install;
  return workload({
    name,
    namespace,
    selector,
    podLabels: { 'sidecar.istio.io/inject': 'false' },
    replicas: 1,
    container: {
      name: 'profile-controller',
      image: `docker.io/alpine/k8s:${release.alpineK8s}`,
      command: ['python', '/hooks/sync.py'],
      env: {
        KFP_VERSION: setting('appVersion'),
        AWS_ENDPOINT_URL: `http://seaweedfs.${namespace}:8111`,
        S3_ENDPOINT_URL: `http://seaweedfs.${namespace}:8333`,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: secretKey(objectStore.secret, 'accesskey'),
        AWS_SECRET_ACCESS_KEY: secretKey(objectStore.secret, 'secretkey'),
        KFP_DEFAULT_PIPELINE_ROOT: optionalSetting('defaultPipelineRoot'),
        ARTIFACTS_PROXY_ENABLED: optionalSetting('ARTIFACTS_PROXY_ENABLED'),
        OBJECT_STORE_HOST: 'seaweedfs',
        ARTIFACT_RETENTION_DAYS: setting('ARTIFACT_RETENTION_DAYS'),
        ...(install.parity
          ? {}
          : {
              KFP_NAMESPACE: namespace,
              BUCKET: setting('bucketName'),
              CLUSTER_DOMAIN: `.svc.${install.settings.clusterDomain}`,
              FRONTEND_IMAGE: `ghcr.io/kubeflow/kfp-frontend:${release.version}`,
            }),
      },
      ports: [8080],
      fields: { envFrom: [{ configMapRef: { name: environmentName } }] },
    },
    volumes: [{ name: 'hooks', path: '/hooks', source: { configMap: { name: codeName } } }],
  });
};

/** Gives every profile its settings and its keys of the object store. `program` is what answers Metacontroller. */
export const profileController = (install: Install, program: string): readonly Part[] => {
  const { namespace } = install;
  const code = { 'sync.py': program };
  const codeName = hashedName(`${name}-code`, code);
  return parts('pipelines', [
    configMap(apiServerConfigName, namespace, apiServerConfig),
    configMap(codeName, namespace, code, selector),
    configMap(environmentName, namespace, environment, selector),
    service({ name, namespace, labels: selector, selector, ports: [tcp('http', 80, 8080)] }),
    deployment(install, codeName),
    decorator(install),
  ]);
};
