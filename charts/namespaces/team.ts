import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { PlatformSpec } from '../../lib/platform';

type Team = PlatformSpec['teams'][number];
type Amounts = Readonly<Partial<Record<'cpu' | 'memory', string | undefined>>>;

const quantities = (
  amounts: Readonly<Record<string, string | number | undefined>>,
): Record<string, k8s.Quantity> =>
  Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, k8s.Quantity.fromString(String(amount))]],
    ),
  );

const addQuota = (scope: Construct, namespace: string, quota: NonNullable<Team['quota']>): void => {
  new k8s.KubeResourceQuota(scope, 'quota', {
    metadata: { name: 'team-quota', namespace },
    spec: {
      hard: quantities({
        'requests.cpu': quota.requests?.cpu,
        'requests.memory': quota.requests?.memory,
        'limits.cpu': quota.limits?.cpu,
        'limits.memory': quota.limits?.memory,
        'requests.nvidia.com/gpu': quota.gpus,
        pods: quota.pods,
        persistentvolumeclaims: quota.claims,
        'requests.storage': quota.storage,
      }),
    },
  });
};

const addLimits = (scope: Construct, namespace: string, limits: NonNullable<Team['limits']>): void => {
  const part = (field: 'defaultRequest' | 'default' | 'max', amounts: Amounts | undefined) =>
    amounts === undefined ? {} : { [field]: quantities(amounts) };
  new k8s.KubeLimitRange(scope, 'limits', {
    metadata: { name: 'team-limits', namespace },
    spec: {
      limits: [
        {
          type: 'Container',
          ...part('defaultRequest', limits.defaultRequests),
          ...part('default', limits.defaultLimits),
          ...part('max', limits.max),
        },
      ],
    },
  });
};

const addAccess = (scope: Construct, namespace: string, team: Team): void => {
  for (const role of ['view', 'edit', 'admin'] as const) {
    const subjects = team.access
      .filter((grant) => grant.role === role)
      .map(({ group, user }): k8s.Subject => ({
        apiGroup: 'rbac.authorization.k8s.io',
        kind: group === undefined ? 'User' : 'Group',
        name: group ?? user ?? '',
      }));
    if (subjects.length === 0) continue;
    new k8s.KubeRoleBinding(scope, `access-${role}`, {
      metadata: { name: `team-${role}`, namespace },
      // The roles that every cluster has. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects,
    });
  }
};

/** What a team has in its namespace: rights, a quota and limits. */
export const addTeam = (scope: Construct, namespace: string, team: Team): void => {
  if (team.quota !== undefined) addQuota(scope, namespace, team.quota);
  if (team.limits !== undefined) addLimits(scope, namespace, team.limits);
  addAccess(scope, namespace, team);
};
