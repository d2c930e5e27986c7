import { isRecord, listAt, recordAt, stringAt } from '../../../lib/kubernetes';
import { poolLabel, taintsOfPool, workloadPods, type WorkloadName } from '../../../lib/platform';
import type { Install, Settings } from '../install';
import { env } from '../parts';
import { defaultRequests, memoryLimits, withoutToken } from './resources';

type Fields = Readonly<Record<string, unknown>>;
type Placement = Settings['placement'];

/** Whether a name is that of a workload that has settings. */
export const isWorkload = (name: string): name is WorkloadName => Object.hasOwn(workloadPods, name);

const withoutUndefined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Nodes that a pod may run on. */
const placed = (
  { platform }: Install,
  { pool, nodeSelector, tolerations }: Placement,
  pod: Fields,
): Fields => {
  const selector = {
    ...recordAt(pod, 'nodeSelector'),
    ...(pool === undefined ? {} : { [poolLabel]: pool }),
    ...nodeSelector,
  };
  const tolerated = [
    ...(pool === undefined ? [] : taintsOfPool(platform.spec.nodes, pool)).map(({ key, value, effect }) =>
      value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect },
    ),
    ...tolerations.map(withoutUndefined),
  ];
  return {
    ...(Object.keys(selector).length === 0 ? {} : { nodeSelector: selector }),
    ...(tolerated.length === 0 ? {} : { tolerations: tolerated }),
  };
};

const resourcesOf = ({ settings }: Install, name: WorkloadName, container: Fields): Fields => {
  const asked = settings.workloads[name]?.resources;
  return {
    requests: {
      ...defaultRequests[name],
      ...recordAt(container, 'resources', 'requests'),
      ...withoutUndefined(asked?.requests ?? {}),
    },
    limits: {
      memory: memoryLimits[name],
      ...recordAt(container, 'resources', 'limits'),
      ...withoutUndefined(asked?.limits ?? {}),
    },
  };
};

/** Servers that fetch something from outside the cluster. */
const behindProxy: ReadonlySet<string> = new Set<WorkloadName>([
  'ml-pipeline',
  'ml-pipeline-ui',
  'ml-pipeline-visualizationserver',
  'workflow-controller',
]);

/** Names inside the cluster are never asked of the proxy. */
const proxyVariables = ({ settings }: Install): readonly Fields[] => {
  const { http, https, noProxy } = settings.proxy;
  if (http === undefined && https === undefined) return [];
  const direct = [
    'localhost',
    '127.0.0.1',
    '.svc',
    `.${settings.clusterDomain}`,
    'kubernetes.default',
    ...noProxy,
  ];
  return env({ HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: direct.join(',') });
};

/** Certificates of the object store, for the servers that read it. */
const caFolder = '/etc/drydock/object-store-ca';
const readsObjectStore: ReadonlySet<string> = new Set<WorkloadName>(['ml-pipeline', 'ml-pipeline-ui']);

const caVariables = ({ objectStore }: Install, name: string): readonly Fields[] => {
  if (objectStore.caBundle === undefined || !readsObjectStore.has(name)) return [];
  const { secret, key } = objectStore.caBundle;
  return name === 'ml-pipeline-ui'
    ? env({ NODE_EXTRA_CA_CERTS: `${caFolder}/${key}` })
    : env({
        SSL_CERT_DIR: `/etc/ssl/certs:${caFolder}`,
        CABUNDLE_SECRET_NAME: secret,
        CABUNDLE_KEY_NAME: key,
      });
};

const caVolume = ({ objectStore }: Install, name: string): readonly Fields[] =>
  objectStore.caBundle === undefined || !readsObjectStore.has(name)
    ? []
    : [{ name: 'object-store-ca', secret: { secretName: objectStore.caBundle.secret } }];

const containerOf = (install: Install, name: WorkloadName, container: Fields): Fields => {
  const added = [...(behindProxy.has(name) ? proxyVariables(install) : []), ...caVariables(install, name)];
  const mounts = caVolume(install, name).map(() => ({
    name: 'object-store-ca',
    mountPath: caFolder,
    readOnly: true,
  }));
  const known = new Set(added.map((variable) => stringAt(variable, 'name')));
  const variables = [
    ...listAt(container, 'env').filter((variable) => !known.has(stringAt(variable, 'name'))),
    ...added,
  ];
  return {
    ...container,
    // A tag is fixed once it is published; pulling it anew at every start only needs the registry to be up.
    imagePullPolicy: 'IfNotPresent',
    ...(variables.length === 0 ? {} : { env: variables }),
    resources: resourcesOf(install, name, container),
    ...(mounts.length === 0 ? {} : { volumeMounts: [...listAt(container, 'volumeMounts'), ...mounts] }),
  };
};

/** The pod of a workload as Drydock runs it. */
export const podOf = (install: Install, name: WorkloadName, pod: Fields): Fields => {
  const { settings } = install;
  const [first, ...others] = listAt(pod, 'containers').filter(isRecord);
  const volumes = [...listAt(pod, 'volumes'), ...caVolume(install, name)];
  return {
    ...pod,
    ...placed(install, settings.workloads[name]?.placement ?? settings.placement, pod),
    ...(withoutToken.has(name) ? { automountServiceAccountToken: false } : {}),
    containers: [...(first === undefined ? [] : [containerOf(install, name, first)]), ...others],
    ...(volumes.length === 0 ? {} : { volumes }),
  };
};
