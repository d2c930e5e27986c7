import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { Experiment } from '../../lib/constructs/kubeflow';
import { runtimeFor } from '../../lib/platform';
import { imagesOf } from './images';
import { firstNamespace, kubeflowNamespace, kubeflowSite } from './site';
import { installedElsewhere } from './stand-ins';

/** Experiments: tuning of hyper-parameters, and search for architectures. */
export const experiments = defineComponent({
  name: 'experiments',
  summary: 'Katib experiments: tuning and architecture search.',
  field: 'spec.kubeflow.experiments',
  dependsOn: ['namespaces', 'profiles', 'training'],
  enabled: ({ spec }) => spec.kubeflow.experiments.length > 0,
  namespace: ({ spec }) => firstNamespace(spec.kubeflow.experiments),
  namespaces: () => [],
  images: imagesOf((kubeflow) => kubeflow.experiments),
  standIns: () => installedElsewhere('Katib', 'experiment'),
  chart: (scope, { platform }) => {
    const { experiments: all } = platform.spec.kubeflow;
    const chart = new ComponentChart(scope, 'experiments', { namespace: firstNamespace(all) });
    const site = kubeflowSite(platform);
    for (const experiment of all) {
      const { name, namespace, trial } = experiment;
      fromField(
        new Experiment(chart, `${namespace}-${name}`, {
          experiment,
          runtime: trial.kind === 'train' ? runtimeFor(platform.spec, trial.job, namespace) : undefined,
          katibNamespace: kubeflowNamespace,
          site,
        }),
        `spec.kubeflow.experiments[${name}]`,
      );
    }
    return chart;
  },
});
