import { selectsNode, untoleratedTaints, type SchedulableNode } from '../../lib/kubernetes';

const node: SchedulableNode = {
  name: 'w1',
  labels: { zone: 'a', cores: '16' },
  taints: [
    { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
    { key: 'slow', effect: 'PreferNoSchedule' },
  ],
};

const affinity = (...nodeSelectorTerms: readonly unknown[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const needs = (key: string, operator: string, ...values: readonly string[]) =>
  affinity({ matchExpressions: [{ key, operator, values }] });

describe('a pod selects a node', () => {
  it.each([
    ['that nothing is said about', {}],
    ['by its labels', { nodeSelector: { zone: 'a' } }],
    ['by its name', { nodeName: 'w1' }],
    [
      'by labels that every kubelet sets',
      { nodeSelector: { 'kubernetes.io/hostname': 'w1', 'kubernetes.io/os': 'linux' } },
    ],
    [
      'whatever its processor is, where that is not declared',
      { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
    ],
    ['by an expression', needs('zone', 'In', 'a', 'b')],
    ['by a number', needs('cores', 'Gt', '8')],
    ['by what it does not have', needs('disk', 'DoesNotExist')],
    [
      'by the name field',
      affinity({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w1'] }] }),
    ],
    [
      'by one of several terms',
      affinity(
        { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] },
        { matchExpressions: [{ key: 'zone', operator: 'Exists' }] },
      ),
    ],
  ])('%s', (_what, spec) => {
    expect(selectsNode(spec, node)).toBe(true);
  });

  it.each([
    ['a label is different', { nodeSelector: { zone: 'b' } }],
    ['a label is missing', { nodeSelector: { disk: '' } }],
    ['the name is another', { nodeName: 'w2' }],
    ['an expression fails', needs('zone', 'NotIn', 'a')],
    ['a number is too small', needs('cores', 'Gt', '16')],
    ['a term says nothing', affinity({})],
  ])('and not when %s', (_what, spec) => {
    expect(selectsNode(spec, node)).toBe(false);
  });
});

describe('a taint', () => {
  const left = (...tolerations: readonly unknown[]) =>
    untoleratedTaints({ tolerations }, node).map(({ key }) => key);

  it('keeps pods off that do not tolerate it, unless it is a mere preference', () => {
    expect(left()).toEqual(['gpu']);
  });

  it('is tolerated by value, by existence, or with everything else', () => {
    expect(left({ key: 'gpu', value: 'yes' })).toEqual([]);
    expect(left({ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' })).toEqual([]);
    expect(left({ operator: 'Exists' })).toEqual([]);
  });

  it('is not tolerated with another value, key or effect', () => {
    expect(left({ key: 'gpu', value: 'no' })).toEqual(['gpu']);
    expect(left({ key: 'tpu', operator: 'Exists' })).toEqual(['gpu']);
    expect(left({ key: 'gpu', operator: 'Exists', effect: 'NoExecute' })).toEqual(['gpu']);
  });
});
