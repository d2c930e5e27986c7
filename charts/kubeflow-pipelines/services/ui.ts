import { kfpImage, type Install } from '../install';
import {
  allow,
  configMap,
  field,
  httpGet,
  optionalSetting,
  parts,
  patched,
  permissions,
  requests,
  secretKey,
  service,
  soon,
  tcp,
  workload,
  type Part,
  type Rule,
  type Value,
} from '../parts';
import { evictable } from './evictable';
import { tlsFiles, tlsVolumes } from './tls';

const name = 'ml-pipeline-ui';
const selector = { app: name };
const settingsName = 'ml-pipeline-ui-configmap';

/** What the user interface reads in one namespace. */
const rules: readonly Rule[] = [
  allow('core', 'pods pods/log', 'get'),
  allow('core', 'events', 'list'),
  allow('core', 'secrets configmaps', 'get list'),
  allow('kubeflow.org', 'viewers', 'create get list watch delete'),
  allow('argoproj.io', 'workflows', 'get list'),
];

/** What it reads in all namespaces: everything but Secrets and ConfigMaps. */
export const uiClusterRules = rules.filter(({ resources }) => !resources.includes('secrets'));

type Variables = Readonly<Record<string, Value | undefined>>;

const podTemplate: Variables = {
  VIEWER_TENSORBOARD_POD_TEMPLATE_SPEC_PATH: '/etc/config/viewer-pod-template.json',
};
const artifactProxy: Variables = {
  ARTIFACTS_SERVICE_PROXY_ENABLED: optionalSetting('ARTIFACTS_PROXY_ENABLED'),
};
const offCloud: Variables = { DISABLE_GKE_METADATA: 'true' };

const multiUserVariables: Variables = {
  ...podTemplate,
  DEPLOYMENT: 'KUBEFLOW',
  ARTIFACTS_SERVICE_PROXY_NAME: 'ml-pipeline-ui-artifact',
  ARTIFACTS_SERVICE_PROXY_PORT: '80',
  ...artifactProxy,
  ENABLE_AUTHZ: 'true',
  KUBEFLOW_USERID_HEADER: optionalSetting('USERID_HEADER'),
  KUBEFLOW_USERID_PREFIX: optionalSetting('USERID_PREFIX'),
};

const tlsVariables = ({ namespace }: Install): Variables => ({
  ML_PIPELINE_SERVICE_SCHEME: 'https',
  METADATA_ENVOY_SERVICE_SERVICE_HOST: 'metadata-envoy-service',
  METADATA_ENVOY_SERVICE_SERVICE_PORT: '9090',
  METADATA_ENVOY_SERVICE_SERVICE_SCHEME: 'https',
  NODE_EXTRA_CA_CERTS: tlsFiles.authority,
  ML_PIPELINE_SERVICE_HOST: `ml-pipeline.${namespace}`,
  ...offCloud,
});

/** Upstream finds its servers by the variables that Kubernetes makes of Services that are older than the pod. */
const serverVariables: Variables = {
  ML_PIPELINE_SERVICE_HOST: 'ml-pipeline',
  ML_PIPELINE_SERVICE_PORT: '8888',
  METADATA_ENVOY_SERVICE_SERVICE_HOST: 'metadata-envoy-service',
  METADATA_ENVOY_SERVICE_SERVICE_PORT: '9090',
};

/** The object store, where it is not the one in the cluster that the image looks for. */
const objectStoreVariables = ({ objectStore, parity }: Install): Variables =>
  parity || objectStore.claim !== undefined
    ? {}
    : {
        AWS_S3_ENDPOINT: objectStore.endpoint,
        AWS_SSL: String(objectStore.tls),
        AWS_REGION: objectStore.region,
        AWS_ACCESS_KEY_ID: secretKey(objectStore.secret, 'accesskey'),
        AWS_SECRET_ACCESS_KEY: secretKey(objectStore.secret, 'secretkey'),
        MINIO_HOST: objectStore.host,
        MINIO_PORT: String(objectStore.port),
        MINIO_SSL: String(objectStore.tls),
      };

const baseVariables = (install: Install): Variables => ({
  ...podTemplate,
  MINIO_NAMESPACE:
    install.parity || install.objectStore.claim !== undefined ? field('metadata.namespace') : '',
  MINIO_ACCESS_KEY: secretKey(install.objectStore.secret, 'accesskey'),
  MINIO_SECRET_KEY: secretKey(install.objectStore.secret, 'secretkey'),
  ALLOW_CUSTOM_VISUALIZATIONS: 'true',
  FRONTEND_SERVER_NAMESPACE: field('metadata.namespace'),
  ARGO_ARCHIVE_LOGS: 'true',
  ...offCloud,
  ARTIFACT_NAMESPACE_OWNERSHIP_MODE: optionalSetting('ARTIFACT_NAMESPACE_OWNERSHIP_MODE'),
  ARTIFACT_NAMESPACE_KEY_PREFIX: optionalSetting('ARTIFACT_NAMESPACE_KEY_PREFIX'),
  CLUSTER_DOMAIN: optionalSetting('CLUSTER_DOMAIN'),
  ...artifactProxy,
  ...(install.parity ? {} : serverVariables),
  ...objectStoreVariables(install),
});

const variables = (install: Install): Variables =>
  patched(baseVariables(install), {
    ...(install.multiUser ? multiUserVariables : {}),
    ...(install.tls ? tlsVariables(install) : {}),
  });

/** The user interface. */
export const ui = (install: Install): readonly Part[] => {
  const { namespace, multiUser } = install;
  const health = { ...httpGet('/apis/v1beta1/healthz', 3000), ...soon };
  const account = multiUser ? 'default-editor' : 'kubeflow-pipelines-viewer';
  return parts('pipelines', [
    ...permissions(namespace, { account: name, role: name, binding: name, rules, labels: selector }),
    configMap(settingsName, namespace, {
      'viewer-pod-template.json': JSON.stringify({ spec: { serviceAccountName: account } }, undefined, 4),
    }),
    service({ name, namespace, selector, labels: selector, ports: [tcp('http', 80, 3000)] }),
    workload({
      name,
      namespace,
      selector,
      podAnnotations: evictable,
      serviceAccount: name,
      container: {
        name,
        image: kfpImage(install, 'frontend'),
        pull: 'IfNotPresent',
        env: variables(install),
        ports: [3000],
        fields: { resources: requests('10m', '70Mi'), livenessProbe: health, readinessProbe: health },
      },
      volumes: [
        ...tlsVolumes(install),
        {
          name: 'config-volume',
          path: '/etc/config',
          readOnly: true,
          source: { configMap: { name: settingsName } },
        },
      ],
    }),
  ]);
};
