import { messagesOf, placesOf } from './support/release';
import { deployment, object, service, workload } from './support/objects';

const policy = (podSelector: unknown) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector } });
const budget = (selector: unknown) =>
  object('policy/v1', 'PodDisruptionBudget', 'b', { spec: { selector, maxUnavailable: 1 } });

describe('a NetworkPolicy', () => {
  const rule = 'selector/network-policy';

  it('applies to the pods of some workload', () => {
    expect(messagesOf(rule, [policy({ matchLabels: { app: 'wbe' } }), deployment('web')])).toEqual([
      'warning: app=wbe: no workload of namespace app has these pod labels',
    ]);
    expect(placesOf(rule, [policy({ matchLabels: { app: 'web' } }), deployment('web')])).toEqual([]);
  });

  it('may apply to all pods', () => {
    expect(placesOf(rule, [policy({})])).toEqual([]);
  });

  it('understands expressions', () => {
    const expression = (operator: string, ...values: readonly string[]) => ({
      matchExpressions: [{ key: 'app', operator, values }],
    });
    expect(placesOf(rule, [policy(expression('In', 'web', 'api')), deployment('web')])).toEqual([]);
    expect(placesOf(rule, [policy(expression('Exists')), deployment('web')])).toEqual([]);
    expect(placesOf(rule, [policy(expression('NotIn', 'web')), deployment('web')])).toHaveLength(1);
  });

  it('is only a note where the release runs nothing in the namespace', () => {
    expect(messagesOf(rule, [policy({ matchLabels: { role: 'notebook' } })])[0]).toMatch(/^note: /);
  });
});

describe('a PodDisruptionBudget', () => {
  const rule = 'selector/disruption-budget';

  it('covers the pods of some workload', () => {
    expect(placesOf(rule, [budget({ matchLabels: { app: 'web' } })])).toEqual([
      'PodDisruptionBudget/app/b spec.selector',
    ]);
    expect(placesOf(rule, [budget({ matchLabels: { app: 'web' } }), deployment('web')])).toEqual([]);
  });
});

describe('the selector of a workload', () => {
  it('selects its own pods', () => {
    const wrong = deployment('web', { spec: { selector: { matchLabels: { app: 'other' } } } });
    expect(placesOf('selector/own-template', [wrong])).toEqual(['Deployment/app/web spec.selector']);
    expect(placesOf('selector/own-template', [deployment('web')])).toEqual([]);
  });

  it('does not select the pods of another', () => {
    const stable = deployment('stable', { pods: { app: 'web' } });
    const canary = deployment('canary', { pods: { app: 'web', track: 'canary' } });
    expect(messagesOf('selector/overlap', [stable, canary])).toEqual([
      'error: app=web also selects the pods of Deployment/app/canary',
    ]);
    expect(
      placesOf('selector/overlap', [deployment('stable', { pods: { app: 'web', track: 'stable' } }), canary]),
    ).toEqual([]);
  });

  it('may be the same in another namespace', () => {
    expect(
      placesOf('selector/overlap', [deployment('web'), deployment('web', { namespace: 'other' })]),
    ).toEqual([]);
  });

  it('that selects the pods of a Job is a warning', () => {
    expect(
      messagesOf('selector/overlap', [
        deployment('web'),
        workload('Job', 'load', { pods: { app: 'web' } }),
      ])[0],
    ).toMatch(/^warning/);
  });

  it('has no label that Argo CD writes', () => {
    const pods = { 'app.kubernetes.io/instance': 'web' };
    expect(
      placesOf('selector/instance-label', [deployment('web', { pods }), service('web', { selector: pods })]),
    ).toEqual([
      'Deployment/app/web spec.selector.matchLabels[app.kubernetes.io/instance]',
      'Service/app/web spec.selector[app.kubernetes.io/instance]',
    ]);
    expect(placesOf('selector/instance-label', [deployment('web', { labels: pods })])).toEqual([]);
  });
});
