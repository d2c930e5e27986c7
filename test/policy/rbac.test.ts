import { messagesOf, placesOf } from './support/release';
import { clusterObject } from './support/objects';

const role = (rule: Readonly<Record<string, unknown>>) =>
  clusterObject('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', { rules: [rule] });
const binding = (name: string) =>
  clusterObject('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', {
    roleRef: { kind: 'ClusterRole', name },
    subjects: [{ kind: 'Group', name: 'platform-team' }],
  });

describe('a role', () => {
  it('does not give everything on everything', () => {
    expect(
      messagesOf('rbac/wildcard', [role({ apiGroups: ['', 'apps'], resources: ['*'], verbs: ['*'] })]),
    ).toEqual(['warning: every verb on every resource of core, apps']);
  });

  it('may give everything on some resources, or something on all', () => {
    expect(placesOf('rbac/wildcard', [role({ apiGroups: [''], resources: ['pods'], verbs: ['*'] })])).toEqual(
      [],
    );
    expect(
      placesOf('rbac/wildcard', [role({ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] })]),
    ).toEqual([]);
  });
});

describe('a binding', () => {
  it('to cluster-admin is a warning', () => {
    expect(messagesOf('rbac/cluster-admin', [binding('cluster-admin')])).toEqual([
      'warning: cluster-admin, for Group platform-team',
    ]);
    expect(placesOf('rbac/cluster-admin', [binding('view')])).toEqual([]);
  });
});
