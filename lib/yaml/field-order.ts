/**
 * The order in which the fields of an object are written: what an object is, then what it is called, then what it
 * does. One list for all kinds, read by name alone; fields that are not in it follow in alphabetical order.
 * Two fields have to be listed only when they meet in one map, so a new kind seldom needs a change here.
 */
export const FIELD_ORDER: readonly string[] = [
  // identity: every object, references to objects, RBAC rules
  'apiVersion',
  'apiGroup',
  'apiGroups',
  'kind',
  'metadata',
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',

  // what kind of thing it is
  'description',
  'type',
  'format',
  'immutable',
  'group',
  'scope',
  'names',
  'plural',
  'singular',
  'shortNames',
  'listKind',
  'served',
  'storage',
  'schema',
  'openAPIV3Schema',

  // storage classes
  'provisioner',
  'driver',
  'parameters',
  'reclaimPolicy',
  'deletionPolicy',
  'volumeBindingMode',
  'allowVolumeExpansion',
  'allowedTopologies',

  // role bindings
  'aggregationRule',
  'roleRef',
  'subjects',
  'users',

  // key and value: environment, tolerations, selectors, keys of Secrets and ConfigMaps
  'key',
  'operator',
  'value',
  'values',
  'valueFrom',
  'effect',

  // containers
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'source',
  'env',
  'envFrom',

  // places: ports, probes, Ingress paths, Argo CD sources
  'host',
  'hosts',
  'repoURL',
  'chart',
  'path',
  'pathType',
  'targetRevision',
  'ports',
  'port',
  'containerPort',
  'targetPort',
  'nodePort',
  'hostPort',
  'protocol',
  'appProtocol',
  'scheme',
  'httpHeaders',

  // mounts
  'mountPath',
  'subPath',
  'readOnly',

  'volumeMounts',
  'volumeDevices',

  // resources of containers and claims, of RBAC and webhook rules
  'resources',
  'requests',
  'limits',
  'resourceNames',
  'nonResourceURLs',
  'operations',
  'verbs',

  // probes
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'lifecycle',
  'exec',
  'httpGet',
  'tcpSocket',
  'grpc',
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
  'terminationMessagePolicy',

  // how many, when, how they are replaced
  'scaleTargetRef',
  'replicas',
  'minReplicas',
  'maxReplicas',
  'minAvailable',
  'maxUnavailable',
  'maxSurge',
  'metrics',
  'behavior',
  'schedule',
  'timeZone',
  'suspend',
  'concurrencyPolicy',
  'startingDeadlineSeconds',
  'successfulJobsHistoryLimit',
  'failedJobsHistoryLimit',
  'parallelism',
  'completions',
  'completionMode',
  'backoffLimit',
  'activeDeadlineSeconds',
  'ttlSecondsAfterFinished',
  'revisionHistoryLimit',
  'progressDeadlineSeconds',
  'minReadySeconds',
  'serviceName',
  'podManagementPolicy',
  'clusterIP',
  'podSelector',
  'selector',
  'strategy',
  'updateStrategy',
  'rollingUpdate',

  // network policies
  'policyTypes',
  'ingress',
  'egress',
  'from',
  'to',

  // claims
  'storageClassName',
  'accessModes',
  'volumeMode',

  // pods: who, where, then what
  'serviceAccountName',
  'automountServiceAccountToken',
  'priorityClassName',
  'runtimeClassName',
  'imagePullSecrets',
  'restartPolicy',
  'terminationGracePeriodSeconds',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'securityContext',
  'initContainers',
  'containers',
  'volumes',
  'template',
  'jobTemplate',
  'volumeClaimTemplates',

  // Argo CD
  'project',
  'sources',
  'destination',
  'sourceRepos',
  'destinations',
  'syncPolicy',
  'automated',
  'syncOptions',
  'retry',
  'ignoreDifferences',

  // the body of an object
  'webhooks',
  'rules',
  'spec',
  'data',
  'stringData',
  'binaryData',
  'status',
];

/**
 * Fields whose map has keys that users choose, so that no key in it has a rank: such maps are sorted by code point.
 */
export const USER_KEYED_FIELDS: readonly string[] = [
  'labels',
  'annotations',
  'matchLabels',
  'selector',
  'nodeSelector',
  'data',
  'stringData',
  'binaryData',
  'parameters',
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'properties',
  'patternProperties',
];

const ranks = new Map(FIELD_ORDER.map((field, rank) => [field, rank]));
const userKeyed = new Set(USER_KEYED_FIELDS);

/** Compares by Unicode code point, as Go does; JavaScript's `<` differs above U+FFFF. */
export const compareCodePoints = (a: string, b: string): number => {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const bothHigh = x >= 0xd800 && y >= 0xd800;
    if (!bothHigh || x >= 0xe000 === y >= 0xe000) return x - y;
    return x >= 0xe000 ? -1 : 1;
  }
  return a.length - b.length;
};

const compareFields = (a: string, b: string): number => {
  const x = ranks.get(a);
  const y = ranks.get(b);
  if (x !== undefined && y !== undefined) return x - y;
  if (x === undefined && y === undefined) return compareCodePoints(a, b);
  return x === undefined ? 1 : -1;
};

/** The keys of a map in the order in which they are written; `field` is the field that holds the map. */
export const orderedKeys = (map: object, field: string): readonly string[] => {
  const keys = Object.keys(map);
  return keys.length < 2 ? keys : keys.sort(userKeyed.has(field) ? compareCodePoints : compareFields);
};
