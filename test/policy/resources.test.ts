import { messagesOf, placesOf } from './support/release';
import { container, deployment } from './support/objects';

const gpu = 'nvidia.com/gpu';
const using = (resources: Readonly<Record<string, unknown>>) =>
  deployment('web', { pod: { containers: [container({ resources })] } });

describe('a GPU', () => {
  const rule = 'resources/extended-limits';

  it.each([
    ['a limit', { limits: { [gpu]: 1 } }],
    ['a limit and the same request', { limits: { [gpu]: '2' }, requests: { [gpu]: 2 } }],
    ['nothing', { requests: { cpu: 1 } }],
    [
      'cpu and memory without limits beside it',
      { limits: { [gpu]: 1 }, requests: { cpu: '500m', memory: '1Gi' } },
    ],
  ])('is asked for by %s', (_what, resources) => {
    expect(placesOf(rule, [using(resources)])).toEqual([]);
  });

  it.each([
    ['a request alone', { requests: { [gpu]: 1 } }, 'limit unset, request 1'],
    ['a smaller request', { requests: { [gpu]: 1 }, limits: { [gpu]: 2 } }, 'limit 2, request 1'],
    ['half of one', { limits: { [gpu]: '500m' } }, '0.5 of what comes in whole pieces'],
  ])('is not asked for by %s', (_what, resources, got) => {
    expect(messagesOf(rule, [using(resources)])).toEqual([`error: ${got}`]);
  });

  it('is one of all resources with a domain, such as a MIG slice', () => {
    expect(placesOf(rule, [using({ requests: { 'nvidia.com/mig-1g.5gb': 1 } })])).toHaveLength(1);
    expect(placesOf(rule, [using({ requests: { 'ephemeral-storage': '1Gi' } })])).toEqual([]);
  });
});

describe('a request', () => {
  it('is at most the limit', () => {
    const rule = 'resources/request-above-limit';
    expect(messagesOf(rule, [using({ requests: { memory: '2Gi' }, limits: { memory: '1Gi' } })])).toEqual([
      'error: 2Gi, with a limit of 1Gi',
    ]);
    expect(placesOf(rule, [using({ requests: { cpu: '1000m' }, limits: { cpu: 1 } })])).toEqual([]);
  });
});
