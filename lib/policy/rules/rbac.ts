import { fieldPath, listAt, stringAt } from '../../kubernetes';
import type { Rule } from '../rule';

const roleKinds = ['rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/Role'];
const bindingKinds = [
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/RoleBinding',
];

export const wildcardRules: Rule = {
  id: 'rbac/wildcard',
  severity: 'warning',
  summary: 'No role gives every verb on every resource of a group.',
  why: 'It includes what nobody has thought of: secrets, impersonation, kinds that come with the next release.',
  *check({ objects }) {
    for (const manifest of objects.ofKind(...roleKinds)) {
      for (const [index, rule] of listAt(manifest.object, 'rules').entries()) {
        if (!listAt(rule, 'verbs').includes('*') || !listAt(rule, 'resources').includes('*')) continue;
        yield {
          manifest,
          path: fieldPath('rules', index),
          got: `every verb on every resource of ${listAt(rule, 'apiGroups')
            .map((group) => String(group) || 'core')
            .join(', ')}`,
          want: 'the verbs and resources that are used',
          fix: 'list them, or waive the rule with the reason',
        };
      }
    }
  },
};

export const clusterAdmin: Rule = {
  id: 'rbac/cluster-admin',
  severity: 'warning',
  summary: 'Nobody is bound to cluster-admin.',
  why: 'Whoever gets into one of its pods owns the cluster.',
  *check({ objects }) {
    for (const manifest of objects.ofKind(...bindingKinds)) {
      if (stringAt(manifest.object, 'roleRef', 'name') !== 'cluster-admin') continue;
      if (stringAt(manifest.object, 'roleRef', 'kind') !== 'ClusterRole') continue;
      const subjects = listAt(manifest.object, 'subjects').map(
        (subject) => `${stringAt(subject, 'kind') ?? ''} ${stringAt(subject, 'name') ?? ''}`,
      );
      yield {
        manifest,
        path: 'roleRef.name',
        got: `cluster-admin, for ${subjects.join(', ') || 'nobody'}`,
        want: 'a role with the rights that are used',
        fix: 'write a ClusterRole for it, or waive the rule with the reason',
      };
    }
  },
};
