import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { Profile } from '../../lib/constructs/kubeflow';
import { kubeflowNamespace } from './site';
import { installedElsewhere } from './stand-ins';

/** Namespaces that the profile controller makes. */
export const profiles = defineComponent({
  name: 'profiles',
  summary: 'Kubeflow profiles: namespaces with an owner and a quota.',
  field: 'spec.kubeflow.profiles',
  dependsOn: [],
  enabled: ({ spec }) => spec.kubeflow.profiles.length > 0,
  namespace: () => kubeflowNamespace,
  namespaces: () => [],
  standIns: () => [
    ...installedElsewhere('the profile controller', 'profile'),
    {
      kind: 'operator',
      operator: 'profiles',
      because: 'the profile controller makes their namespaces',
    },
  ],
  chart: (scope, { platform }) => {
    const chart = new ComponentChart(scope, 'profiles', { namespace: kubeflowNamespace });
    for (const profile of platform.spec.kubeflow.profiles) {
      fromField(new Profile(chart, profile.name, profile), `spec.kubeflow.profiles[${profile.name}]`);
    }
    return chart;
  },
});
