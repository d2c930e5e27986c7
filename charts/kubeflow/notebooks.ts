import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { Notebook, PodDefault } from '../../lib/constructs/kubeflow';
import { imagesOf } from './images';
import { firstNamespace, kubeflowNamespace, kubeflowSite } from './site';
import { notebookController } from './operators/notebook-controller';
import { installedElsewhere } from './stand-ins';

/** Notebook servers with the volumes of their users, and what PodDefaults add to pods. */
export const notebooks = defineComponent({
  name: 'notebooks',
  summary: 'Notebook servers, their volumes, and PodDefaults.',
  field: 'spec.kubeflow.notebooks',
  dependsOn: ['namespaces', 'profiles', 'notebook-controller'],
  enabled: ({ spec }) =>
    spec.kubeflow.notebooks.servers.length + spec.kubeflow.notebooks.podDefaults.length > 0,
  namespace: ({ spec }) =>
    firstNamespace([...spec.kubeflow.notebooks.servers, ...spec.kubeflow.notebooks.podDefaults]),
  namespaces: () => [],
  images: imagesOf(({ notebooks: part }) => part.servers),
  ignoreDifferences: ({ spec }) =>
    spec.kubeflow.notebooks.servers.map(({ name }) => ({
      group: 'kubeflow.org',
      kind: 'Notebook',
      name,
      jsonPointers: [
        '/metadata/annotations/kubeflow-resource-stopped',
        '/metadata/annotations/notebooks.kubeflow.org~1last-activity',
      ],
      because: 'users stop and start notebooks, and the controller notes their activity',
    })),
  standIns: (platform) => [
    ...(notebookController.enabled(platform)
      ? []
      : installedElsewhere('the notebook controller', 'notebook')),
    {
      kind: 'operator',
      operator: 'notebooks',
      because: 'the notebook controller makes their pods',
      ...(notebookController.enabled(platform)
        ? { workload: { namespace: kubeflowNamespace, name: 'notebook-controller' } }
        : {}),
    },
    ...installedElsewhere('the admission webhook', 'podDefault'),
  ],
  chart: (scope, { platform }) => {
    const { servers, podDefaults } = platform.spec.kubeflow.notebooks;
    const chart = new ComponentChart(scope, 'notebooks', {
      namespace: firstNamespace([...servers, ...podDefaults]),
    });
    const site = kubeflowSite(platform);
    for (const definition of podDefaults) {
      fromField(
        new PodDefault(chart, `pod-default-${definition.namespace}-${definition.name}`, definition),
        `spec.kubeflow.notebooks.podDefaults[${definition.name}]`,
      );
    }
    for (const notebook of servers) {
      fromField(
        new Notebook(chart, `${notebook.namespace}-${notebook.name}`, {
          notebook,
          controllerNamespace: kubeflowNamespace,
          site,
        }),
        `spec.kubeflow.notebooks.servers[${notebook.name}]`,
      );
    }
    return chart;
  },
});
