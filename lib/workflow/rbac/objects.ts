import type { KubernetesObject } from '../../kubernetes';
import type { Units } from '../compile';
import { permissionsOf, type Permission } from './permissions';

/** For whom permissions are written. */
export interface RbacProps {
  /** Name of the objects. */
  readonly name: string;
  /** Namespace of the runs; undefined leaves it to whoever applies the objects. */
  readonly namespace: string | undefined;
  readonly serviceAccountName: string;
  /** Whether the service account is made too. */
  readonly createServiceAccount: boolean;
}

const rulesOf = (permissions: readonly Permission[]): readonly object[] =>
  permissions.map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));

const placed = (
  name: string,
  namespace: string | undefined,
): { readonly name: string; readonly namespace?: string } =>
  namespace === undefined ? { name } : { name, namespace };

const api = 'rbac.authorization.k8s.io';

const pair = (
  prefix: '' | 'Cluster',
  metadata: ReturnType<typeof placed>,
  permissions: readonly Permission[],
  subject: object,
): readonly KubernetesObject[] => [
  { apiVersion: `${api}/v1`, kind: `${prefix}Role`, metadata, rules: rulesOf(permissions) },
  {
    apiVersion: `${api}/v1`,
    kind: `${prefix}RoleBinding`,
    metadata,
    roleRef: { apiGroup: api, kind: `${prefix}Role`, name: metadata.name },
    subjects: [subject],
  },
];

/** The service account of a run and exactly the permissions that its steps need. */
export const rbacObjects = (
  units: Units,
  { name, namespace, serviceAccountName, createServiceAccount }: RbacProps,
): readonly KubernetesObject[] => {
  const permissions = permissionsOf(units);
  const subject = { kind: 'ServiceAccount', ...placed(serviceAccountName, namespace) };
  const inNamespaces = permissions.filter(({ cluster }) => !cluster);
  const places = [...new Set(inNamespaces.map((permission) => permission.namespace))].sort();
  const account: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: placed(serviceAccountName, namespace),
  };
  const ofCluster = permissions.filter(({ cluster }) => cluster);
  return [
    ...(createServiceAccount ? [account] : []),
    ...places.flatMap((place) =>
      pair(
        '',
        placed(name, place === '' ? namespace : place),
        inNamespaces.filter((permission) => permission.namespace === place),
        subject,
      ),
    ),
    ...(ofCluster.length === 0
      ? []
      : pair(
          'Cluster',
          { name: namespace === undefined ? name : `${namespace}-${name}` },
          ofCluster,
          subject,
        )),
  ];
};
