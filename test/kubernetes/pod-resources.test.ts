import { podLimits, podRequests } from '../../lib/kubernetes';

const using = (requests: Readonly<Record<string, unknown>>, more = {}) => ({
  resources: { requests },
  ...more,
});

describe('what one pod requests', () => {
  it('is the sum of its containers, and one slot', () => {
    expect(podRequests({ containers: [using({ cpu: '500m' }), using({ cpu: 1, memory: '1Ki' })] })).toEqual({
      cpu: 1.5,
      memory: 1024,
      pods: 1,
    });
  });

  it('is at least what its largest init container needs', () => {
    const spec = { initContainers: [using({ cpu: 2 }), using({ cpu: 3 })], containers: [using({ cpu: 1 })] };
    expect(podRequests(spec)).toMatchObject({ cpu: 3 });
  });

  it('includes sidecars beside the containers, and beside the init containers that come after them', () => {
    const sidecar = using({ cpu: 1 }, { restartPolicy: 'Always' });
    expect(podRequests({ initContainers: [sidecar], containers: [using({ cpu: 1 })] })).toMatchObject({
      cpu: 2,
    });
    expect(podRequests({ initContainers: [sidecar, using({ cpu: 4 })], containers: [] })).toMatchObject({
      cpu: 5,
    });
    expect(podRequests({ initContainers: [using({ cpu: 4 }), sidecar], containers: [] })).toMatchObject({
      cpu: 4,
    });
  });

  it('is the limit where there is no request, and the default where there is neither', () => {
    const defaults = { requests: { cpu: 0.1, memory: 5 }, limits: { memory: 9 } };
    const spec = { containers: [{ resources: { limits: { cpu: 2 } } }] };
    expect(podRequests(spec, defaults)).toEqual({ cpu: 2, memory: 5, pods: 1 });
    expect(podLimits(spec, defaults)).toEqual({ cpu: 2, memory: 9 });
  });

  it('is what the pod itself says where it does', () => {
    expect(
      podRequests({ resources: { requests: { cpu: 3 } }, containers: [using({ cpu: 1, memory: 8 })] }),
    ).toEqual({
      cpu: 3,
      memory: 8,
      pods: 1,
    });
  });

  it('has the overhead of its runtime class on top', () => {
    expect(podRequests({ overhead: { cpu: '250m' }, containers: [using({ cpu: 1 })] })).toMatchObject({
      cpu: 1.25,
    });
  });
});
