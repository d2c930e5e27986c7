import {
  containersOf,
  fieldAt,
  listAt,
  recordAt,
  stringMapAt,
  type PodTemplate,
} from '../../../lib/kubernetes';
import { find, iris, podOf, render, tensorflow, triton } from './support';

const server = (template: PodTemplate): Readonly<Record<string, unknown>> =>
  recordAt(template.spec, 'containers', 0);
const irisPod = (settings: object = {}): PodTemplate =>
  podOf(render({ ...iris, ...settings }), 'Deployment', 'iris');

const envOf = (container: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    listAt(container, 'env').map((each) => [
      fieldAt(each, 'name'),
      fieldAt(each, 'value') ?? fieldAt(each, 'valueFrom'),
    ]),
  );

const mountsOf = (container: unknown): readonly string[] =>
  listAt(container, 'volumeMounts').map(
    (mount) =>
      `${String(fieldAt(mount, 'name'))} ${String(fieldAt(mount, 'mountPath'))}${fieldAt(mount, 'readOnly') === true ? ' ro' : ''}`,
  );

describe('a Flask server', () => {
  it('is gunicorn with heartbeats in memory and the settings of the model', () => {
    const container = server(
      irisPod({
        runtime: {
          kind: 'flask',
          app: 'app:app',
          workers: 3,
          maxRequests: 1000,
          preload: false,
          args: ['--log-level=info'],
        },
      }),
    );
    expect(container['command']).toEqual(['gunicorn']);
    expect(container['args']).toEqual([
      'app:app',
      '--bind=0.0.0.0:8080',
      '--workers=3',
      '--threads=4',
      '--timeout=30',
      '--graceful-timeout=30',
      '--worker-tmp-dir=/dev/shm',
      '--max-requests=1000',
      '--max-requests-jitter=100',
      '--log-level=info',
    ]);
  });

  it('has the variables that the application reads, and lets the user’s win', () => {
    const env = envOf(
      server(irisPod({ env: { HOME: '/run', TOKEN: { secret: { name: 'iris-token', key: 'token' } } } })),
    );
    expect(env).toMatchObject({ PORT: '8080', PROMETHEUS_MULTIPROC_DIR: '/run/metrics', HOME: '/run' });
    expect(env['TOKEN']).toEqual({ secretKeyRef: { name: 'iris-token', key: 'token' } });
  });

  it('can write to /tmp and to the folder of its metrics, both of limited size', () => {
    const pod = irisPod();
    expect(mountsOf(server(pod))).toEqual(['tmp /tmp', 'metrics /run/metrics']);
    expect(listAt(pod.spec, 'volumes').map((volume) => fieldAt(volume, 'emptyDir', 'sizeLimit'))).toEqual([
      '1024Mi',
      '64Mi',
    ]);
  });
});

describe('TensorFlow Serving', () => {
  it('finds its model on the claim and its monitoring file in a ConfigMap', () => {
    const objects = render(tensorflow);
    const container = server(podOf(objects, 'Deployment', 'digits'));
    expect(container['args']).toEqual(
      expect.arrayContaining([
        '--model_name=digits',
        '--model_base_path=/models/digits',
        '--monitoring_config_file=/etc/model-server/monitoring.config',
      ]),
    );
    expect(mountsOf(container)).toEqual([
      'tmp /tmp',
      'model /models/digits ro',
      'config /etc/model-server ro',
    ]);
    expect(stringMapAt(find(objects, 'ConfigMap', 'digits-config'), 'data')['monitoring.config']).toContain(
      'enable: true',
    );
  });

  it('is alive when its port is open and ready when its model is', () => {
    const container = server(podOf(render(tensorflow), 'Deployment', 'digits'));
    expect(fieldAt(container, 'livenessProbe', 'tcpSocket', 'port')).toBe('grpc');
    expect(fieldAt(container, 'readinessProbe', 'httpGet')).toEqual({
      path: '/v1/models/digits',
      port: 'http',
    });
  });
});

describe('Triton', () => {
  const container = server(podOf(render(triton), 'Deployment', 'detector'));

  it('reads the repository that was fetched', () => {
    expect(container['args']).toEqual([
      '--model-repository=/models',
      '--strict-readiness=true',
      '--exit-timeout-secs=30',
    ]);
    expect(mountsOf(container)).toContain('model /models ro');
  });

  it('has its GPU in requests and limits, and memory limited to what is requested', () => {
    expect(container['resources']).toEqual({
      requests: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' },
      limits: { memory: '16Gi', 'nvidia.com/gpu': '1' },
    });
  });

  it('has shared memory of its own size', () => {
    const pod = podOf(render(triton), 'Deployment', 'detector');
    expect(listAt(pod.spec, 'volumes')).toContainEqual({
      name: 'shared-memory',
      emptyDir: { medium: 'Memory', sizeLimit: '2048Mi' },
    });
    expect(mountsOf(container)).toContain('shared-memory /dev/shm');
  });

  it('goes to its pool and tolerates what keeps others off', () => {
    const { spec } = podOf(render(triton), 'Deployment', 'detector');
    expect(spec['nodeSelector']).toEqual({ 'drydock.dev/pool': 'gpu' });
    expect(spec['tolerations']).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' },
    ]);
  });
});

describe('a server of the user’s own', () => {
  const runtime = {
    kind: 'custom',
    ports: [
      { name: 'api', number: 9000, protocol: 'grpc' },
      { name: 'stats', number: 9100 },
    ],
    probes: {
      startup: { kind: 'exec', command: ['/bin/loaded'] },
      readiness: { kind: 'grpc', port: 'api', service: 'model' },
      liveness: { kind: 'tcp', port: 'api' },
    },
    metrics: { port: 'stats' },
  };

  it('keeps the entry point of its image', () => {
    const container = server(irisPod({ runtime }));
    expect(container['command']).toBeUndefined();
    expect(container['args']).toBeUndefined();
  });

  it('is asked as it says, a gRPC probe by number', () => {
    const container = server(irisPod({ runtime }));
    expect(fieldAt(container, 'startupProbe', 'exec', 'command')).toEqual(['/bin/loaded']);
    expect(fieldAt(container, 'readinessProbe', 'grpc')).toEqual({ port: 9000, service: 'model' });
    expect(fieldAt(container, 'livenessProbe', 'tcpSocket')).toEqual({ port: 'api' });
  });
});

describe('probes', () => {
  it('give the model the time to load that it asks for, and no more', () => {
    const container = server(irisPod({ loadSeconds: 601 }));
    expect(fieldAt(container, 'startupProbe', 'periodSeconds')).toBe(5);
    expect(fieldAt(container, 'startupProbe', 'failureThreshold')).toBe(121);
  });

  it('ask the model whether it is ready and only the process whether it lives', () => {
    const container = server(irisPod());
    expect(fieldAt(container, 'readinessProbe', 'httpGet')).toEqual({ path: '/ready', port: 'http' });
    expect(fieldAt(container, 'livenessProbe', 'httpGet')).toEqual({ path: '/healthz', port: 'http' });
  });
});

describe('configuration', () => {
  const checksum = (settings: object): string | undefined =>
    irisPod(settings).annotations['drydock.dev/config-checksum'];

  it('is a ConfigMap mounted read-only, with a checksum on the pods that follows its text', () => {
    const config = { files: { 'model.yaml': 'threshold: 0.7\n' } };
    expect(mountsOf(server(irisPod({ config })))).toContain('config /etc/model-server ro');
    expect(checksum({ config })).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum({ config: { files: { 'model.yaml': 'threshold: 0.8\n' } } })).not.toBe(
      checksum({ config }),
    );
    expect(checksum({})).toBeUndefined();
  });

  it('has the same checksum whatever the order of its files', () => {
    const [a, b] = [
      ['a', '1'],
      ['b', '2'],
    ];
    const of = (entries: readonly (readonly string[] | undefined)[]) => ({
      config: { files: Object.fromEntries(entries.map((entry) => entry ?? [])) },
    });
    expect(checksum(of([a, b]))).toBe(checksum(of([b, a])));
  });

  it('mounts Secrets as files', () => {
    const config = { secrets: [{ name: 'iris-tls', mountPath: '/etc/tls' }] };
    const pod = irisPod({ config });
    expect(mountsOf(server(pod))).toContain('secret-0 /etc/tls ro');
    expect(listAt(pod.spec, 'volumes')).toContainEqual({
      name: 'secret-0',
      secret: { secretName: 'iris-tls' },
    });
  });
});

describe('every pod of a model', () => {
  it('runs as nobody, sees no token, and cannot write to its image', () => {
    const pod = irisPod();
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: 'iris',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        fsGroup: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    for (const { container } of containersOf(pod)) {
      expect(container['securityContext']).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('gets user ids of its own on request', () => {
    expect(irisPod().spec['hostUsers']).toBeUndefined();
    expect(irisPod({ security: { userNamespace: true } }).spec['hostUsers']).toBe(false);
  });

  it('names its pull Secrets and its priority', () => {
    const { spec } = irisPod({ pullSecrets: ['iris-registry'], priorityClass: 'online' });
    expect(spec['imagePullSecrets']).toEqual([{ name: 'iris-registry' }]);
    expect(spec['priorityClassName']).toBe('online');
  });

  it('is spread over nodes where possible, counting only its own revision', () => {
    expect(listAt(irisPod().spec, 'topologySpreadConstraints')).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: expect.objectContaining({ 'drydock.dev/track': 'stable' }) },
        matchLabelKeys: ['pod-template-hash'],
      },
    ]);
  });

  it('is spread over zones by force where the model says so, and not at all where it says that', () => {
    const strict = irisPod({ placement: { spread: { nodes: 'off', zones: 'required' } } });
    expect(listAt(strict.spec, 'topologySpreadConstraints')).toMatchObject([
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    ]);
    expect(strict.spec['affinity']).toBeUndefined();
    expect(
      irisPod({ placement: { spread: { nodes: 'off' } } }).spec['topologySpreadConstraints'],
    ).toBeUndefined();
  });
});
