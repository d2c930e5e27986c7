import { fromField, ComponentChart, waive, type Component, type NamespaceNeed } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import { addNamespace } from './namespace';
import { addNetworkPolicies } from './network-policies';
import { addPriorityClasses } from './priority-classes';
import { addTeam } from './team';

const teamNeeds = (platform: Platform): readonly NamespaceNeed[] =>
  platform.spec.teams.map((team) => ({
    name: team.namespace ?? team.name,
    podSecurity: team.podSecurity,
    ...(team.podSecurity === 'restricted'
      ? {}
      : { because: `asked for by spec.teams[${team.name}].podSecurity` }),
  }));

/** Namespaces with their Pod Security level and network policies, teams with their rights and limits, priorities. */
export const namespaces: Component = {
  name: 'namespaces',
  summary: 'Namespaces with Pod Security, network policies, team access, quotas and priority classes.',
  field: 'spec.teams',
  dependsOn: [],
  enabled: () => true,
  namespace: () => 'default',
  namespaces: teamNeeds,
  chart: (scope, { platform, namespaces: needs }) => {
    const chart = new ComponentChart(scope, 'namespaces', { namespace: 'default' });
    for (const need of needs) {
      if (need.existing === true) continue;
      const team = platform.spec.teams.find((each) => (each.namespace ?? each.name) === need.name);
      const namespace = addNamespace(chart, need, team?.labels ?? {});
      if (team !== undefined) {
        fromField(namespace, `spec.teams[${team.name}]`);
        addTeam(namespace, need.name, team);
      }
      if (need.network === 'open') {
        waive(
          namespace,
          'namespace/network-policy',
          'What runs here comes from upstream; its traffic is not known, so no policy closes it.',
        );
      } else {
        addNetworkPolicies(namespace, need, platform);
      }
    }
    addPriorityClasses(chart, platform);
    return chart;
  },
};
