import { findings, iris, tensorflow, triton } from '../constructs/model-server/support';

const fixed = (replicas: number) => ({ scaling: { kind: 'fixed', replicas } });
const claim = (settings: object) => ({ source: { kind: 'claim', claim: { size: '5Gi', ...settings } } });

describe('names and places of models', () => {
  it('refuses two models of one name', () => {
    expect(findings([iris, iris])).toContain('serving/model-names spec.serving.models[iris].name');
  });

  it('refuses a model whose Deployment would be called like the canary of another', () => {
    const canary = { weight: 50, image: { name: 'registry.example.com/models/iris', tag: '2' } };
    expect(
      findings([
        { ...iris, ...fixed(2), canary },
        { ...iris, name: 'iris-canary' },
      ]),
    ).toEqual(['serving/names spec.serving.models[iris-canary].name']);
  });

  it('refuses a batch job whose CronJob name leaves no room for the suffix of its Jobs', () => {
    const job = (name: string) => ({ batch: [{ name, schedule: '@daily', command: ['run'] }] });
    expect(findings([{ ...iris, ...job('a'.repeat(47)) }])).toEqual([]);
    expect(findings([{ ...iris, ...job('a'.repeat(48)) }])).toEqual([
      `serving/names spec.serving.models[iris].batch[${'a'.repeat(48)}].name`,
    ]);
  });

  it('takes the namespace of a team and no other', () => {
    expect(findings([{ ...iris, namespace: 'team-vision' }])).toEqual([]);
    expect(findings([{ ...iris, namespace: 'team-visoin' }])).toEqual([
      'serving/namespace spec.serving.models[iris].namespace',
    ]);
  });

  it('refuses a namespace for models that Kubernetes or the platform owns', () => {
    expect(findings([iris], { serving: { namespace: 'models' } })).toEqual([]);
    for (const namespace of ['kube-system', 'argocd', 'openebs']) {
      expect(findings([iris], { serving: { namespace } })).toEqual([
        'serving/namespace spec.serving.namespace',
      ]);
    }
  });

  it('refuses a priority class that is not declared', () => {
    expect(findings([{ ...iris, priorityClass: 'online' }])).toEqual([]);
    expect(findings([{ ...iris, priorityClass: 'offline' }])).toEqual([
      'serving/priority-class spec.serving.models[iris].priorityClass',
    ]);
  });

  it('refuses the same callers twice', () => {
    const callers = [
      { namespace: 'team-vision' },
      { podLabels: { app: 'a' } },
      { namespace: 'serving', podLabels: { app: 'a' } },
    ];
    expect(findings([{ ...iris, callers: callers.slice(0, 2) }])).toEqual([]);
    expect(findings([{ ...iris, callers }])).toEqual([
      'serving/callers spec.serving.models[iris].callers[2]',
    ]);
  });

  it('refuses two models at one host and path', () => {
    const exposure = { kind: 'ingress', host: 'models.example.com', controllerNamespace: 'ingress' };
    expect(
      findings([
        { ...iris, exposure },
        { ...iris, name: 'other', exposure },
      ]),
    ).toEqual(['serving/host spec.serving.models[other].exposure.host']);
    expect(
      findings([
        { ...iris, exposure },
        { ...iris, name: 'other', exposure: { ...exposure, path: '/other' } },
      ]),
    ).toEqual([]);
  });

  it('refuses a user namespace on a cluster that is too old for one', () => {
    const isolated = { ...iris, security: { userNamespace: true } };
    expect(findings([isolated], { kubernetes: { version: '1.33' } })).toEqual([]);
    expect(findings([isolated], { kubernetes: { version: '1.32' } })).toEqual([
      'serving/kubernetes-version spec.serving.models[iris].security.userNamespace',
    ]);
  });

  it('refuses pods that the quota of their team would refuse', () => {
    const team = { name: 'vision', namespace: 'team-vision', quota: { limits: { cpu: 8 } } };
    const model = { ...iris, namespace: 'team-vision' };
    expect(findings([model], { teams: [team] })).toEqual([
      'serving/quota spec.serving.models[iris].resources.limits',
    ]);
    expect(findings([model], { teams: [{ ...team, limits: { defaultLimits: { cpu: 1 } } }] })).toEqual([]);
  });
});

describe('where models come from', () => {
  it('refuses a storage class that is not declared', () => {
    expect(findings([{ ...iris, ...claim({ storageClass: 'locla' }) }])).toEqual([
      'serving/storage-class spec.serving.models[iris].source.claim.storageClass',
    ]);
    expect(findings([{ ...iris, ...claim({ storageClass: 'replicated@2' }) }])).toEqual([]);
  });

  it('looks at the claims of batch jobs too', () => {
    const output = (settings: object) => ({
      batch: [
        {
          name: 'nightly',
          schedule: '@daily',
          command: ['run'],
          output: { claim: { size: '1Gi', ...settings } },
        },
      ],
    });
    const field = 'spec.serving.models[iris].batch[nightly].output.claim';
    expect(findings([{ ...iris, ...output({}) }])).toEqual([]);
    expect(findings([{ ...iris, ...output({ storageClass: 'fast' }) }])).toEqual([
      `serving/storage-class ${field}.storageClass`,
    ]);
    expect(findings([{ ...iris, ...output({ accessMode: 'ReadWriteMany' }) }])).toEqual([
      `serving/shared-claim ${field}.accessMode`,
    ]);
  });

  it('refuses a claim without a class where no class is the default', () => {
    const storage = { classes: [] };
    expect(findings([{ ...iris, ...claim({}) }], { storage })).toEqual([
      'serving/storage-class spec.serving.models[iris].source.claim',
    ]);
  });

  it('refuses several pods on a volume that one node can mount, and says what to do instead', () => {
    expect(findings([{ ...iris, ...claim({}) }])).toEqual([]);
    expect(findings([{ ...iris, ...claim({}), ...fixed(2) }])).toEqual([
      'serving/shared-claim spec.serving.models[iris].source.claim',
    ]);
    expect(
      findings([{ ...iris, ...claim({}), scaling: { kind: 'autoscaling', min: 1, max: 2 } }]),
    ).toHaveLength(1);
  });

  it('counts a canary beside the others among the pods that share the volume', () => {
    const exposure = {
      kind: 'route',
      host: 'iris.example.com',
      gateway: { name: 'public', namespace: 'gateway' },
    };
    const canary = { weight: 5, by: 'route', image: { name: 'registry.example.com/models/iris', tag: '2' } };
    expect(findings([{ ...iris, ...claim({}), exposure, canary }])).toEqual([
      'serving/shared-claim spec.serving.models[iris].source.claim',
    ]);
    expect(findings([{ ...iris, ...claim({}), exposure, canary: { ...canary, ...claim({}) } }])).toEqual([]);
    const half = { weight: 50, ...claim({}) };
    expect(findings([{ ...iris, ...claim({}), ...fixed(2), canary: half }])).toEqual([]);
    expect(findings([{ ...iris, ...claim({}), ...fixed(4), canary: half }])).toHaveLength(2);
  });

  it('refuses ReadWriteMany on every kind of volume that the platform can declare', () => {
    for (const storageClass of ['local', 'replicated']) {
      expect(findings([{ ...iris, ...claim({ storageClass, accessMode: 'ReadWriteMany' }) }])).toEqual([
        'serving/shared-claim spec.serving.models[iris].source.claim.accessMode',
      ]);
    }
  });

  it('refuses a published image as the place of the model', () => {
    expect(findings([{ ...triton, source: { kind: 'image' } }])).toEqual([
      'serving/source spec.serving.models[detector].source',
    ]);
    expect(
      findings([
        { ...triton, source: { kind: 'image' }, image: { name: 'registry.example.com/detector', tag: '7' } },
      ]),
    ).toEqual([]);
  });

  it('refuses a single file for servers that read folders', () => {
    const source = { kind: 'http', url: 'https://models.example.com/m.tar.gz', sha256: 'a'.repeat(64) };
    expect(findings([{ ...tensorflow, source }])).toEqual([
      'serving/source spec.serving.models[digits].source.unpack',
    ]);
    expect(findings([{ ...tensorflow, source: { ...source, unpack: 'tar' } }])).toEqual([]);
  });

  it('refuses a checksum, or an archive, for a folder', () => {
    expect(
      findings([{ ...iris, source: { kind: 'claim', claim: 'models', sha256: 'a'.repeat(64) } }]),
    ).toEqual(['serving/source spec.serving.models[iris].source.sha256']);
    const source = { kind: 's3', uri: 's3://models/iris/', endpoint: 'http://store.storage.svc:8333' };
    expect(findings([{ ...iris, source: { ...source, sha256: 'a'.repeat(64) } }])).toEqual([
      'serving/source spec.serving.models[iris].source.sha256',
    ]);
    expect(findings([{ ...iris, source: { ...source, unpack: 'tar' } }])).toEqual([
      'serving/source spec.serving.models[iris].source.unpack',
    ]);
  });
});

describe('servers', () => {
  const custom = {
    ...iris,
    runtime: {
      kind: 'custom',
      ports: [{ name: 'grpc', number: 9000, protocol: 'grpc' }],
      probes: { readiness: { kind: 'grpc', port: 'grpc' }, liveness: { kind: 'tcp', port: 'grpc' } },
    },
  };

  it('refuses requests above limits', () => {
    const resources = { requests: { cpu: 2, memory: '2Gi' }, limits: { cpu: '1500m', memory: '1Gi' } };
    expect(findings([{ ...iris, resources }])).toEqual([
      'serving/resources spec.serving.models[iris].resources.requests.cpu',
      'serving/resources spec.serving.models[iris].resources.requests.memory',
    ]);
  });

  it('refuses shared memory that the memory limit cannot hold', () => {
    const resources = { requests: { cpu: 1, memory: '1Gi' }, sharedMemory: '1Gi' };
    expect(findings([{ ...iris, resources }])).toEqual([
      'serving/resources spec.serving.models[iris].resources.sharedMemory',
    ]);
  });

  it('refuses a probe of a port that the server does not have', () => {
    expect(findings([custom])).toEqual([]);
    const probes = { ...custom.runtime.probes, liveness: { kind: 'tcp', port: 'grcp' } };
    expect(findings([{ ...custom, runtime: { ...custom.runtime, probes } }])).toEqual([
      'serving/ports spec.serving.models[iris].runtime.probes.liveness.port',
    ]);
  });

  it('refuses one port number under two names', () => {
    const ports = [...custom.runtime.ports, { name: 'http', number: 9000 }];
    expect(findings([{ ...custom, runtime: { ...custom.runtime, ports } }])).toEqual([
      'serving/ports spec.serving.models[iris].runtime.ports[http].number',
    ]);
  });

  it('refuses metrics of a server that says nowhere where they are', () => {
    expect(findings([{ ...custom, metrics: { kind: 'annotations' } }])).toEqual([
      'serving/metrics spec.serving.models[iris].metrics.kind',
    ]);
  });

  it('refuses an Ingress, or a smoke test by HTTP, for a server that speaks gRPC first', () => {
    const exposure = { kind: 'ingress', host: 'iris.example.com', controllerNamespace: 'ingress' };
    expect(findings([{ ...custom, exposure, smokeTest: { kind: 'request', path: '/' } }])).toEqual([
      'serving/exposure spec.serving.models[iris].exposure.kind',
      'serving/exposure spec.serving.models[iris].smokeTest.kind',
    ]);
  });

  it('refuses two mounts at one folder', () => {
    const config = { mountPath: '/tmp', files: { 'a.yaml': 'a: 1' } };
    expect(findings([{ ...iris, config }])).toEqual([
      'serving/mounts spec.serving.models[iris].config.mountPath',
    ]);
    const volumes = {
      input: { claim: 'records', mountPath: '/data' },
      output: { claim: 'records', mountPath: '/data' },
    };
    expect(
      findings([{ ...iris, batch: [{ name: 'nightly', schedule: '@daily', command: ['run'], ...volumes }] }]),
    ).toEqual(['serving/mounts spec.serving.models[iris].batch[nightly].output.mountPath']);
  });

  it('refuses configuration that no ConfigMap can hold', () => {
    const files = (length: number) => ({ config: { files: { 'vocabulary.txt': 'x'.repeat(length) } } });
    expect(findings([{ ...iris, ...files(2 ** 20 - 14) }])).toEqual([]);
    expect(findings([{ ...iris, ...files(2 ** 20) }])).toEqual([
      'serving/configuration spec.serving.models[iris].config.files',
    ]);
  });

  it('refuses a command before the rollout that needs what the sync brings after it', () => {
    const smokeTest = { kind: 'command', command: ['python', '-m', 'app.selftest'] };
    expect(findings([{ ...iris, smokeTest }])).toEqual([]);
    expect(findings([{ ...iris, smokeTest, ...claim({}) }])).toEqual([
      'serving/smoke-test spec.serving.models[iris].smokeTest.kind',
    ]);
    expect(findings([{ ...iris, smokeTest, config: { files: { a: 'b' } } }])).toHaveLength(1);
  });
});
