import type { KubernetesObject } from '../../../lib/kubernetes';

type Labels = Readonly<Record<string, string>>;

/** What a role allows. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

/** A rule, each list in words; the core group is `core`. */
export const allow = (groups: string, resources: string, verbs: string, names?: string): Rule => ({
  apiGroups: words(groups).map((group) => (group === 'core' ? '' : group)),
  resources: words(resources),
  verbs: words(verbs),
  ...(names === undefined ? {} : { resourceNames: words(names) }),
});

/** Every verb but `deletecollection`, in upstream's order. */
export const everything = 'create get list watch update patch delete';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

const metadata = (name: string, namespace: string | undefined, labels: Labels | undefined) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  ...(labels === undefined ? {} : { labels }),
});

/** A ServiceAccount. */
export const serviceAccount = (name: string, namespace: string, labels?: Labels): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: metadata(name, namespace, labels),
});

/** A Role, or a ClusterRole where no namespace is said. */
export const role = (
  name: string,
  namespace: string | undefined,
  rules: readonly Rule[],
  labels?: Labels,
): KubernetesObject => ({
  apiVersion,
  kind: namespace === undefined ? 'ClusterRole' : 'Role',
  metadata: metadata(name, namespace, labels),
  rules,
});

/** Who gets a role. */
export type Subject = { readonly account: string; readonly namespace?: string } | { readonly group: string };

/** A RoleBinding, or a ClusterRoleBinding where no namespace is said. */
export const binding = (
  name: string,
  namespace: string | undefined,
  roleName: string,
  subject: Subject,
  labels?: Labels,
): KubernetesObject => ({
  apiVersion,
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: metadata(name, namespace, labels),
  roleRef: { apiGroup: group, kind: namespace === undefined ? 'ClusterRole' : 'Role', name: roleName },
  subjects: [
    'group' in subject
      ? { apiGroup: group, kind: 'Group', name: subject.group }
      : {
          kind: 'ServiceAccount',
          name: subject.account,
          ...(subject.namespace === undefined ? {} : { namespace: subject.namespace }),
        },
  ],
});

/** What one workload may do, and the names that it goes by. */
export interface Permissions {
  readonly account: string;
  readonly role: string;
  readonly binding: string;
  readonly rules: readonly Rule[];
  readonly labels?: Labels;
  readonly accountLabels?: Labels;
}

/** ServiceAccount, role and binding of one workload. */
export const permissions = (
  namespace: string,
  { account, role: roleName, binding: bindingName, rules, labels, accountLabels }: Permissions,
): readonly KubernetesObject[] => [
  serviceAccount(account, namespace, accountLabels),
  role(roleName, namespace, rules, labels),
  binding(bindingName, namespace, roleName, { account, namespace }, labels),
];

/** ClusterRole and binding that a workload has beside those in its namespace. */
export const clusterPermissions = (
  namespace: string,
  { account, role: roleName, binding: bindingName, rules, labels }: Permissions,
): readonly KubernetesObject[] => [
  role(roleName, undefined, rules, labels),
  binding(bindingName, undefined, roleName, { account, namespace }, labels),
];
