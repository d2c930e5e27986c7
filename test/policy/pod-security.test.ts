import { diagnosticsOf, oneComponent, placesOf, releaseOf } from './support/release';
import {
  clusterObject,
  container,
  deployment,
  namespace,
  object,
  podSpec,
  workload,
} from './support/objects';

const enforced = 'pod-security/enforced';
const restricted = 'pod-security/restricted';
const spec = 'Deployment/app/web spec.template.spec';

const places = (pod: Readonly<Record<string, unknown>>, level = 'restricted', kubernetes = '1.34') =>
  placesOf(enforced, [namespace('app', level), deployment('web', { pod })], { kubernetes });

const withContext = (securityContext: Readonly<Record<string, unknown>>) => ({
  containers: [
    container({
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        ...securityContext,
      },
    }),
  ],
});

describe('the level that a namespace enforces', () => {
  it('is passed by a pod that sets what restricted asks for', () => {
    expect(places({})).toEqual([]);
  });

  it('is checked field by field: what is missing is named where it belongs', () => {
    expect(places({ securityContext: undefined, containers: [{ name: 'main', image: 'a:1' }] })).toEqual([
      `${spec}.containers[0].securityContext.allowPrivilegeEscalation`,
      `${spec}.containers[0].securityContext.capabilities.drop`,
      `${spec}.securityContext.runAsNonRoot`,
      `${spec}.securityContext.seccompProfile.type`,
    ]);
  });

  it('holds for init and ephemeral containers too', () => {
    const privileged = container({ name: 'other', securityContext: { privileged: true } });
    expect(places({ initContainers: [privileged], ephemeralContainers: [privileged] }, 'baseline')).toEqual([
      `${spec}.ephemeralContainers[0].securityContext.privileged`,
      `${spec}.initContainers[0].securityContext.privileged`,
    ]);
  });

  it('may be set per container instead of on the pod', () => {
    const own = { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } };
    expect(places({ securityContext: {}, ...withContext(own) })).toEqual([]);
  });

  it('is broken by a container that overrides the pod', () => {
    expect(places(withContext({ runAsNonRoot: false }))).toEqual([
      `${spec}.containers[0].securityContext.runAsNonRoot`,
    ]);
    expect(places(withContext({ seccompProfile: { type: 'Unconfined' } }))).toEqual([
      `${spec}.containers[0].securityContext.seccompProfile.type`,
    ]);
  });

  it.each([
    ['hostNetwork', { hostNetwork: true }, 'hostNetwork'],
    ['hostPID', { hostPID: true }, 'hostPID'],
    ['hostIPC', { hostIPC: true }, 'hostIPC'],
    ['hostPath volumes', { volumes: [{ name: 'v', hostPath: { path: '/etc' } }] }, 'volumes[0].hostPath'],
    [
      'host ports',
      { containers: [container({ ports: [{ containerPort: 1, hostPort: 1 }] })] },
      'containers[0].ports[0].hostPort',
    ],
    [
      'unsafe sysctls',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      'securityContext.sysctls[0].name',
    ],
    [
      'host processes',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      'securityContext.windowsOptions.hostProcess',
    ],
    [
      'SELinux types',
      { securityContext: { seLinuxOptions: { type: 'spc_t' } } },
      'securityContext.seLinuxOptions.type',
    ],
    [
      'SELinux users',
      { securityContext: { seLinuxOptions: { user: 'root' } } },
      'securityContext.seLinuxOptions.user',
    ],
    [
      'AppArmor off',
      { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
      'securityContext.appArmorProfile.type',
    ],
    [
      'seccomp off',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      'securityContext.seccompProfile.type',
    ],
    [
      'capabilities',
      withContext({ capabilities: { add: ['SYS_ADMIN'] } }),
      'containers[0].securityContext.capabilities.add[0]',
    ],
    ['an unmasked /proc', withContext({ procMount: 'Unmasked' }), 'containers[0].securityContext.procMount'],
  ])('baseline refuses %s', (_what, pod, path) => {
    expect(places(pod, 'baseline')).toEqual([`${spec}.${path}`]);
  });

  it('baseline allows what restricted does not: root, other volumes, a few capabilities', () => {
    const pod = {
      ...withContext({ runAsUser: 0, capabilities: { add: ['CHOWN'] } }),
      volumes: [{ name: 'v', nfs: { server: 'nfs.example.internal', path: '/' } }],
    };
    expect(places(pod, 'baseline')).toEqual([]);
    expect(places(pod)).toEqual([
      `${spec}.containers[0].securityContext.capabilities.add[0]`,
      `${spec}.containers[0].securityContext.capabilities.drop`,
      `${spec}.containers[0].securityContext.runAsUser`,
      `${spec}.volumes[0].nfs`,
    ]);
  });

  it('privileged allows everything', () => {
    expect(places({ hostNetwork: true, hostPID: true }, 'privileged')).toEqual([]);
  });

  it('follows the Kubernetes version: hosts in probes are refused from 1.34 on', () => {
    const pod = { containers: [container({ livenessProbe: { httpGet: { host: '192.0.2.1', port: 80 } } })] };
    expect(places(pod, 'baseline', '1.33')).toEqual([]);
    expect(places(pod, 'baseline', '1.34')).toEqual([`${spec}.containers[0].livenessProbe.httpGet.host`]);
  });

  it('follows the version that the namespace pins', () => {
    const pinned = clusterObject(
      'v1',
      'Namespace',
      'app',
      {},
      {
        labels: {
          'pod-security.kubernetes.io/enforce': 'baseline',
          'pod-security.kubernetes.io/enforce-version': 'v1.33',
        },
      },
    );
    const pod = { containers: [container({ livenessProbe: { httpGet: { host: '192.0.2.1', port: 80 } } })] };
    expect(placesOf(enforced, [pinned, deployment('web', { pod })])).toEqual([]);
  });

  it('lets pods in a user namespace be root from 1.35 on', () => {
    const pod = {
      hostUsers: false,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsUser: 0 },
    };
    expect(places(pod, 'restricted', '1.34')).toHaveLength(2);
    expect(places(pod, 'restricted', '1.35')).toEqual([]);
  });

  it('spares Windows pods what only Linux has', () => {
    const pod = {
      os: { name: 'windows' },
      securityContext: { runAsNonRoot: true },
      containers: [{ name: 'a', image: 'a:1' }],
    };
    expect(places(pod)).toEqual([]);
  });

  it('is looked at in CronJobs and bare pods too', () => {
    const cronJob = object('batch/v1', 'CronJob', 'nightly', {
      spec: { jobTemplate: { spec: { template: { spec: podSpec({ hostNetwork: true }) } } } },
    });
    const pod = object('v1', 'Pod', 'one', { spec: podSpec({ hostPID: true }) });
    expect(placesOf(enforced, [namespace(), cronJob, pod])).toEqual([
      'CronJob/app/nightly spec.jobTemplate.spec.template.spec.hostNetwork',
      'Pod/app/one spec.hostPID',
    ]);
  });

  it('is assumed to be restricted, as a warning, for a namespace that the release does not bring', () => {
    const [found] = diagnosticsOf(
      enforced,
      oneComponent([deployment('web', { pod: { hostNetwork: true } })]),
    );
    expect(found).toMatchObject({
      severity: 'warning',
      want: expect.stringContaining('namespace app is not in the release'),
    });
  });

  it('is privileged in the namespaces of the cluster itself', () => {
    const system = deployment('web', { namespace: 'kube-system', pod: { hostNetwork: true } });
    expect(placesOf(enforced, [system])).toEqual([]);
  });
});

describe('level restricted', () => {
  const privileged = [
    namespace('app', 'privileged'),
    workload('DaemonSet', 'agent', { pod: { hostNetwork: true, hostPID: true } }),
  ];

  it('is asked of every workload, whatever its namespace enforces: one finding each', () => {
    const found = diagnosticsOf(restricted, oneComponent(privileged));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      severity: 'error',
      where: { object: 'DaemonSet/app/agent', path: 'spec.template.spec' },
      got: 'not allowed: hostNetwork, hostPID',
    });
  });

  it('can be waived by the component, with its reason', () => {
    const waivers = [{ rule: restricted, reason: 'it reads the metrics of the node' }];
    const [found] = diagnosticsOf(restricted, releaseOf([{ name: 'agent', waivers, objects: privileged }]));
    expect(found?.waived).toEqual({ reason: 'it reads the metrics of the node' });
  });

  it('is no issue for a pod that passes it', () => {
    expect(placesOf(restricted, [namespace(), deployment('web')])).toEqual([]);
  });
});

describe('a namespace', () => {
  const rule = 'namespace/pod-security-labels';

  it('says which level it enforces', () => {
    expect(placesOf(rule, [clusterObject('v1', 'Namespace', 'app')])).toEqual([
      'Namespace/app metadata.labels[pod-security.kubernetes.io/enforce]',
    ]);
    expect(placesOf(rule, [namespace()])).toEqual([]);
  });

  it('says so with a level that exists', () => {
    expect(placesOf(rule, [namespace('app', 'strict')])).toHaveLength(1);
  });

  it('has a NetworkPolicy', () => {
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', {
      spec: { podSelector: {} },
    });
    expect(placesOf('namespace/network-policy', [namespace()])).toEqual(['Namespace/app']);
    expect(placesOf('namespace/network-policy', [namespace(), policy])).toEqual([]);
  });
});
