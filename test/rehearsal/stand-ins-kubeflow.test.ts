import { fieldAt, listAt } from '../../lib/kubernetes';
import { notebookController } from '../../lib/rehearsal/stand-ins/notebooks';
import { profileController } from '../../lib/rehearsal/stand-ins/profiles';
import { fakeScene } from './support/scene';

const profile = { apiVersion: 'kubeflow.org/v1', kind: 'Profile', metadata: { name: 'free' }, spec: {} };
const notebook = (annotations: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'kubeflow.org/v1',
  kind: 'Notebook',
  metadata: { name: 'lab', namespace: 'free', annotations },
  spec: { template: { spec: { containers: [{ name: 'lab', image: 'lab:1' }] } } },
});
const notebookPath = '/apis/kubeflow.org/v1/namespaces/free/notebooks/lab';
const setPath = '/apis/apps/v1/namespaces/free/statefulsets/lab';

describe('the stand-in for the profile controller', () => {
  it('makes a namespace and says so, once', async () => {
    const { scene, server } = fakeScene();
    server.add(profile);
    const controller = profileController(scene, 'why');
    await controller.round();
    await controller.round();
    expect(fieldAt(server.read('/api/v1/namespaces/free'), 'metadata', 'labels')).toMatchObject({
      'app.kubernetes.io/part-of': 'kubeflow-profile',
    });
    expect(listAt(server.read('/apis/kubeflow.org/v1/profiles/free'), 'status', 'conditions')).toHaveLength(
      1,
    );
  });
});

describe('the stand-in for the notebook controller', () => {
  it('makes a StatefulSet, and says that a notebook runs when its pod is ready', async () => {
    const { scene, server } = fakeScene();
    server.add(notebook());
    const controller = notebookController(scene, 'why');
    await controller.round();
    const made = server.read(setPath);
    expect(fieldAt(made, 'spec', 'replicas')).toBe(1);
    expect(fieldAt(server.read(notebookPath), 'status')).toBeUndefined();
    await scene.api.patch(`${setPath}/status`, 'merge', { status: { readyReplicas: 1 } });
    await controller.round();
    expect(listAt(server.read(notebookPath), 'status', 'conditions')).toMatchObject([
      { type: 'Running', status: 'True' },
    ]);
  });

  it('starts no pod for a notebook that is stopped', async () => {
    const { scene, server } = fakeScene();
    server.add(notebook({ 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' }));
    await notebookController(scene, 'why').round();
    expect(fieldAt(server.read(setPath), 'spec', 'replicas')).toBe(0);
  });
});
