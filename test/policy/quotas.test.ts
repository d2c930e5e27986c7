import { messagesOf, placesOf } from './support/release';
import { claim, container, deployment, object } from './support/objects';

const quota = (hard: Readonly<Record<string, unknown>>, spec = {}) =>
  object('v1', 'ResourceQuota', 'team', { spec: { hard, ...spec } });
const asking = (resources: Readonly<Record<string, unknown>>, replicas = 1) =>
  deployment('web', { spec: { replicas }, pod: { containers: [container({ resources })] } });

describe('a quota', () => {
  const rule = 'quota/sum';

  it('covers what the namespace asks for', () => {
    const web = asking({ requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } }, 3);
    expect(
      placesOf(rule, [quota({ 'requests.cpu': '1500m', 'limits.memory': '6Gi', pods: 3 }), web]),
    ).toEqual([]);
    expect(messagesOf(rule, [quota({ 'requests.cpu': 1 }), web])).toEqual([
      'error: 1, while the namespace asks for 1500m',
    ]);
    expect(messagesOf(rule, [quota({ 'limits.memory': '5Gi' }), web])).toEqual([
      'error: 5Gi, while the namespace asks for 6Gi',
    ]);
    expect(messagesOf(rule, [quota({ pods: '2' }), web])).toEqual([
      'error: 2, while the namespace asks for 3',
    ]);
  });

  it('covers devices, claims and storage', () => {
    const big = claim('a', { resources: { requests: { storage: '20Gi' } } });
    expect(placesOf(rule, [quota({ 'requests.storage': '10Gi', persistentvolumeclaims: 1 }), big])).toEqual([
      'ResourceQuota/app/team spec.hard[requests.storage]',
    ]);
    expect(
      placesOf(rule, [quota({ 'requests.nvidia.com/gpu': 0 }), asking({ limits: { 'nvidia.com/gpu': 1 } })]),
    ).toHaveLength(1);
  });

  it('of another namespace, or for some pods only, is another matter', () => {
    const web = asking({ requests: { cpu: 2 } });
    expect(
      placesOf(rule, [
        object('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: 0 } } }, { namespace: 'other' }),
        web,
      ]),
    ).toEqual([]);
    expect(placesOf(rule, [quota({ pods: 0 }, { scopes: ['BestEffort'] }), web])).toEqual([]);
  });

  it('of cpu or memory asks every container to say how much it wants', () => {
    const missing = 'quota/missing-request';
    const container0 = 'Deployment/app/web spec.template.spec.containers[0].resources';
    expect(placesOf(missing, [quota({ 'requests.cpu': 4, 'limits.memory': '8Gi' }), asking({})])).toEqual([
      `${container0}.limits.memory`,
      `${container0}.requests.cpu`,
    ]);
    expect(placesOf(missing, [quota({ 'requests.cpu': 4 }), asking({ limits: { cpu: 1 } })])).toEqual([]);
    expect(placesOf(missing, [quota({ pods: 4 }), asking({})])).toEqual([]);
  });

  it('is satisfied by the defaults of a LimitRange', () => {
    const range = object('v1', 'LimitRange', 'defaults', {
      spec: { limits: [{ type: 'Container', default: { memory: '1Gi' }, defaultRequest: { cpu: '100m' } }] },
    });
    const objects = [quota({ 'requests.cpu': '50m', 'limits.memory': '8Gi' }), asking({}), range];
    expect(placesOf('quota/missing-request', objects)).toEqual([]);
    expect(messagesOf(rule, objects)).toEqual(['error: 50m, while the namespace asks for 100m']);
  });
});
