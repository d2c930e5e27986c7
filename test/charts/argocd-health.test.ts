import { spawnSync } from 'node:child_process';
import { healthChecks } from '../../charts/argocd/health';
import { object, rendered } from '../render/trees';

const checks = healthChecks(
  rendered({
    a: (chart) => {
      object(chart, 'snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'x');
      object(chart, 'v1', 'PersistentVolumeClaim', 'x');
      object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x');
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
