import { synthesize } from '../../lib/synth';
import { describeKey, fieldAt, type KubernetesObject } from '../../lib/kubernetes';
import { minimal, read } from '../platform/minimal';

const objectsOf = (text: string): ReadonlyMap<string, KubernetesObject> => {
  const component = synthesize(read(text)).components.find(({ name }) => name === 'namespaces');
  return new Map((component?.manifests ?? []).map(({ key, object }) => [describeKey(key), object]));
};

const withTeam = (more = ''): string => `${minimal}  teams:\n  - name: science\n${more}`;

describe('the namespaces component', () => {
  it('labels every namespace with the Pod Security level that the API server enforces, and warns below restricted', () => {
    const objects = objectsOf(withTeam('    podSecurity: baseline\n'));
    expect(objects.get('Namespace/science')?.metadata).toMatchObject({
      labels: {
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
      annotations: { 'drydock.dev/pod-security-reason': 'asked for by spec.teams[science].podSecurity' },
    });
  });

  it('says on the namespace why a component may not be restricted', () => {
    const openebs = objectsOf(minimal).get('Namespace/openebs');
    expect(openebs?.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(openebs?.metadata.annotations?.['drydock.dev/pod-security-reason']).toContain('privileged pods');
  });

  it('never creates the namespaces of Kubernetes itself', () => {
    const objects = objectsOf(
      minimal.replace('  storage:\n', '  storage:\n    snapshots: {enabled: true}\n'),
    );
    expect([...objects.keys()].filter((key) => key.includes('kube-system'))).toEqual([]);
  });

  it('closes every namespace but for DNS, and lets only those to the API server that must', () => {
    const objects = objectsOf(withTeam());
    expect(objects.get('NetworkPolicy/science/default-deny')?.['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Egress', 'Ingress'].sort().reverse(),
    });
    expect(objects.has('NetworkPolicy/science/allow-dns')).toBe(true);
    expect(objects.has('NetworkPolicy/science/allow-api-server')).toBe(false);
    expect(objects.has('NetworkPolicy/openebs/allow-api-server')).toBe(true);
  });

  it('lets pods reach the API server on the declared control-plane nodes only', () => {
    const policy = objectsOf(minimal).get('NetworkPolicy/openebs/allow-api-server');
    expect(fieldAt(policy, 'spec', 'egress', 0)).toEqual({
      to: [{ ipBlock: { cidr: '192.0.2.11/32' } }],
      ports: [
        { protocol: 'TCP', port: 443 },
        { protocol: 'TCP', port: 6443 },
      ],
    });
  });

  it('lets them reach any address where the control plane is somebody else’s', () => {
    const policy = objectsOf(
      minimal.replace('version: "1.34"', 'version: "1.34"\n    distribution: managed'),
    ).get('NetworkPolicy/openebs/allow-api-server');
    expect(fieldAt(policy, 'spec', 'egress', 0, 'to', 0, 'ipBlock', 'cidr')).toBe('0.0.0.0/0');
  });

  it('gives a team its rights, its quota and its limits', () => {
    const objects = objectsOf(
      withTeam(
        '    access:\n    - {group: scientists, role: edit}\n    - {user: ada, role: edit}\n    quota: {requests: {cpu: 4}, gpus: 1, storage: 1Ti}\n    limits: {max: {memory: 8Gi}}\n',
      ),
    );
    expect(objects.get('RoleBinding/science/team-edit')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'edit' },
      subjects: [
        { kind: 'Group', name: 'scientists' },
        { kind: 'User', name: 'ada' },
      ],
    });
    expect(fieldAt(objects.get('ResourceQuota/science/team-quota'), 'spec', 'hard')).toEqual({
      'requests.cpu': '4',
      'requests.nvidia.com/gpu': '1',
      'requests.storage': '1Ti',
    });
    expect(fieldAt(objects.get('LimitRange/science/team-limits'), 'spec', 'limits')).toEqual([
      { type: 'Container', max: { memory: '8Gi' } },
    ]);
  });

  it('writes priority classes with what they may push aside', () => {
    const objects = objectsOf(
      `${minimal}  priorityClasses:\n  - {name: late, value: 10, description: Can wait., preemption: false}\n`,
    );
    expect(objects.get('PriorityClass/late')).toMatchObject({ value: 10, preemptionPolicy: 'Never' });
  });
});
