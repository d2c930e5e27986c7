import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { Tensorboard } from '../../lib/constructs/kubeflow';
import { firstNamespace } from './site';
import { installedElsewhere } from './stand-ins';

/** Charts of training runs. */
export const tensorboards = defineComponent({
  name: 'tensorboards',
  summary: 'TensorBoards over the event files of training runs.',
  field: 'spec.kubeflow.tensorboards',
  dependsOn: ['namespaces', 'profiles', 'tensorboard-controller'],
  enabled: ({ spec }) => spec.kubeflow.tensorboards.length > 0,
  namespace: ({ spec }) => firstNamespace(spec.kubeflow.tensorboards),
  namespaces: () => [],
  standIns: () => installedElsewhere('the TensorBoard controller', 'tensorboard'),
  chart: (scope, { platform }) => {
    const { tensorboards: boards } = platform.spec.kubeflow;
    const chart = new ComponentChart(scope, 'tensorboards', { namespace: firstNamespace(boards) });
    for (const board of boards) {
      fromField(
        new Tensorboard(chart, `${board.namespace}-${board.name}`, board),
        `spec.kubeflow.tensorboards[${board.name}]`,
      );
    }
    return chart;
  },
});
