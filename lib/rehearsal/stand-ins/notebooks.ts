import { fieldAt, recordAt, stringAt } from '../../kubernetes';
import {
  findObject,
  isGoing,
  listKind,
  nameOf,
  namespaceOf,
  shown,
  type Controller,
  type Live,
  type Scene,
} from './controller';
import { writeCondition } from './status';

const apiVersion = 'kubeflow.org/v1';
const kind = 'Notebook';

const isStopped = (notebook: Live): boolean =>
  fieldAt(notebook, 'metadata', 'annotations', 'kubeflow-resource-stopped') !== undefined;

const statefulSet = (notebook: Live): object => {
  const name = nameOf(notebook);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name,
      namespace: namespaceOf(notebook),
      ownerReferences: [
        {
          apiVersion,
          kind,
          name,
          uid: stringAt(notebook, 'metadata', 'uid') ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas: isStopped(notebook) ? 0 : 1,
      serviceName: '',
      selector: { matchLabels: { statefulset: name } },
      template: {
        metadata: { labels: { statefulset: name, 'notebook-name': name } },
        spec: recordAt(notebook, 'spec', 'template', 'spec'),
      },
    },
  };
};

/**
 * Kubeflow's notebook controller: each Notebook becomes a StatefulSet, whose pod passes the admission of its namespace
 * and binds the volumes of its user.
 */
export const notebookController = (scene: Scene, why: string): Controller => ({
  name: 'notebooks',
  round: async () => {
    for (const notebook of await listKind(scene, apiVersion, kind)) {
      if (isGoing(notebook)) continue;
      const key = { namespace: namespaceOf(notebook), name: nameOf(notebook) };
      if ((await findObject(scene, 'apps/v1', 'StatefulSet', key)) === undefined) {
        const path = `/apis/apps/v1/namespaces/${key.namespace}/statefulsets`;
        const { status, body } = await scene.api.create(path, statefulSet(notebook));
        if (status >= 300) throw new Error(stringAt(body, 'message') ?? String(status));
        scene.ledger.note('operator notebooks', why, shown(kind, notebook));
      }
      const made = await findObject(scene, 'apps/v1', 'StatefulSet', key);
      if (!isStopped(notebook) && fieldAt(made, 'status', 'readyReplicas') !== 1) continue;
      await writeCondition(
        scene,
        apiVersion,
        kind,
        notebook,
        { type: 'Running', status: 'True', reason: 'Running', message: '' },
        { observed: false },
      );
    }
  },
});
