import { spawnSync } from 'node:child_process';
import { healthChecks } from '../../charts/argocd/health';
import { object, rendered } from '../render/trees';

const checks = healthChecks(
  rendered({
    a: (chart) => {
      object(chart, 'snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'x');
      object(chart, 'v1', 'PersistentVolumeClaim', 'x');
      object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x');
      object(chart, 'kubeflow.org/v1', 'Notebook', 'x');
      object(chart, 'kubeflow.org/v1', 'Profile', 'x');
      object(chart, 'kubeflow.org/v1', 'PyTorchJob', 'x');
      object(chart, 'trainer.kubeflow.org/v1alpha1', 'TrainJob', 'x');
      object(chart, 'tensorboard.kubeflow.org/v1alpha1', 'Tensorboard', 'x');
      object(chart, 'serving.kserve.io/v1beta1', 'InferenceService', 'x');
    },
  }).components,
);

/** Lua runs in a process of its own: its loader imports modules in a way that jest cannot. */
const interpreter = `
  const { LuaFactory } = require('wasmoon');
  const { script, obj } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  new LuaFactory().createEngine().then(async (lua) => {
    lua.global.set('obj', obj);
    const health = await lua.doString(script);
    process.stdout.write(health.status);
    lua.global.close();
  });
`;

/** What Argo CD would show for an object with this status. */
const healthOf = (kind: string, status: unknown, annotations?: Readonly<Record<string, string>>): string => {
  const script = checks[`resource.customizations.health.${kind}`];
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', interpreter], {
    input: JSON.stringify({
      script,
      obj: {
        metadata: annotations === undefined ? {} : { annotations },
        ...(status === undefined ? {} : { status }),
      },
    }),
    encoding: 'utf8',
  });
  return stdout + stderr;
};

describe('the health of an Application', () => {
  const application = (status: unknown): string => healthOf('argoproj.io_Application', status);
  const healthy = { health: { status: 'Healthy' } };

  it.each([
    ['before it was compared', undefined, 'Progressing'],
    [
      'before its first sync, though nothing of it is there to be sick',
      { ...healthy, sync: { status: 'OutOfSync' } },
      'Progressing',
    ],
    [
      'while it is syncing, though a definition is not established yet',
      { health: { status: 'Degraded' }, sync: { status: 'OutOfSync' }, operationState: { phase: 'Running' } },
      'Progressing',
    ],
    [
      'after a sync that failed',
      { ...healthy, sync: { status: 'OutOfSync' }, operationState: { phase: 'Failed' } },
      'Degraded',
    ],
    [
      'after a sync',
      { ...healthy, sync: { status: 'Synced' }, operationState: { phase: 'Succeeded' } },
      'Healthy',
    ],
    ['that was in sync from the start', { ...healthy, sync: { status: 'Synced' } }, 'Healthy'],
    [
      'with a leftover that may not be pruned',
      { ...healthy, sync: { status: 'OutOfSync' }, operationState: { phase: 'Succeeded' } },
      'Healthy',
    ],
    [
      'whose pods crash',
      { health: { status: 'Degraded' }, sync: { status: 'Synced' }, operationState: { phase: 'Succeeded' } },
      'Degraded',
    ],
  ])('%s', (_, status, expected) => {
    expect(application(status)).toBe(expected);
  });
});

describe('the health of a VolumeSnapshot', () => {
  it.each([
    ['being taken', { readyToUse: false }, 'Progressing'],
    ['ready', { readyToUse: true }, 'Healthy'],
    ['refused by the driver', { error: { message: 'no space' } }, 'Degraded'],
  ])('%s', (_, status, expected) => {
    expect(healthOf('snapshot.storage.k8s.io_VolumeSnapshot', status)).toBe(expected);
  });
});

describe('the health of a definition', () => {
  const condition = (type: string, status: string): unknown => ({ type, status });

  it.each([
    ['that was just made', undefined, 'Progressing'],
    [
      'whose names are accepted, but which is not served yet',
      { conditions: [condition('NamesAccepted', 'True'), condition('Established', 'False')] },
      'Progressing',
    ],
    [
      'that is served',
      { conditions: [condition('NamesAccepted', 'True'), condition('Established', 'True')] },
      'Healthy',
    ],
    [
      'whose names another one has',
      { conditions: [condition('NamesAccepted', 'False'), condition('Established', 'False')] },
      'Degraded',
    ],
    [
      'whose schema is not structural, though it is served',
      { conditions: [condition('NonStructuralSchema', 'True'), condition('Established', 'True')] },
      'Degraded',
    ],
    [
      'that is being deleted',
      { conditions: [condition('Established', 'True'), condition('Terminating', 'True')] },
      'Progressing',
    ],
  ])('%s', (_, status, expected) => {
    expect(healthOf('apiextensions.k8s.io_CustomResourceDefinition', status)).toBe(expected);
  });
});

describe('the health of a claim', () => {
  const patient = { 'argocd.argoproj.io/ignore-healthcheck': 'true' };

  it.each([
    ['that is bound', { phase: 'Bound' }, undefined, 'Healthy'],
    ['that waits for its consumer', { phase: 'Pending' }, undefined, 'Progressing'],
    ['that waits for a schedule, and says that this is well', { phase: 'Pending' }, patient, 'Healthy'],
    ['whose volume is gone, whatever it says', { phase: 'Lost' }, patient, 'Degraded'],
  ])('%s', (_, status, annotations, expected) => {
    expect(healthOf('PersistentVolumeClaim', status, annotations)).toBe(expected);
  });
});

describe("the health of Kubeflow's kinds", () => {
  const yes = (type: string, message = '') => ({ conditions: [{ type, status: 'True', message }] });
  const stopped = { 'kubeflow-resource-stopped': '2026-01-01T00:00:00Z' };

  it.each([
    ['a notebook that starts', 'kubeflow.org_Notebook', { conditions: [] }, undefined, 'Progressing'],
    ['a notebook that runs', 'kubeflow.org_Notebook', { readyReplicas: 1 }, undefined, 'Healthy'],
    [
      'a notebook that its user has stopped',
      'kubeflow.org_Notebook',
      { readyReplicas: 0 },
      stopped,
      'Healthy',
    ],
    [
      'a notebook whose image is not there',
      'kubeflow.org_Notebook',
      { readyReplicas: 0, containerState: { waiting: { reason: 'ImagePullBackOff' } } },
      undefined,
      'Degraded',
    ],
    ['a job that nobody has taken up', 'kubeflow.org_PyTorchJob', undefined, undefined, 'Progressing'],
    ['a job that trains', 'kubeflow.org_PyTorchJob', yes('Running'), undefined, 'Healthy'],
    ['a job that has failed', 'kubeflow.org_PyTorchJob', yes('Failed', 'why'), undefined, 'Degraded'],
    [
      'a TrainJob whose Jobs run',
      'trainer.kubeflow.org_TrainJob',
      { jobsStatus: [{ name: 'node' }] },
      undefined,
      'Healthy',
    ],
    [
      'a model that could not be loaded',
      'serving.kserve.io_InferenceService',
      { modelStatus: { transitionStatus: 'BlockedByFailedLoad' } },
      undefined,
      'Degraded',
    ],
    ['a model that answers', 'serving.kserve.io_InferenceService', yes('Ready'), undefined, 'Healthy'],
    [
      'a TensorBoard whose Deployment is there',
      'tensorboard.kubeflow.org_Tensorboard',
      { conditions: [{ deploymentState: 'Available' }] },
      undefined,
      'Healthy',
    ],
    [
      'a profile that has its namespace',
      'kubeflow.org_Profile',
      { conditions: [{ type: 'Successful' }] },
      undefined,
      'Healthy',
    ],
    [
      'a profile that its controller refuses',
      'kubeflow.org_Profile',
      { conditions: [{ type: 'Failed', message: 'owned by somebody else' }] },
      undefined,
      'Degraded',
    ],
  ])('%s', (_, kind, status, annotations, expected) => {
    expect(healthOf(kind, status, annotations)).toBe(expected);
  });
});
