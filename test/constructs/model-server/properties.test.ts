import fc from 'fast-check';
import {
  containersOf,
  fieldAt,
  isDnsLabel,
  keyId,
  keyOf,
  listAt,
  mapSelects,
  podTemplateOf,
  selectorSelects,
  stringMapAt,
  type KubernetesObject,
  type PodTemplate,
} from '../../../lib/kubernetes';
import { findings, iris, render } from './support';

/** A site on which whatever is generated here finds room. */
const large = {
  nodes: ['a', 'b', 'c'].map((name) => ({
    name,
    role: 'worker',
    pool: 'gpu',
    capacity: { cpu: 999, memory: '9Ti', extended: { 'nvidia.com/gpu': 99 } },
    taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
  })),
  kubernetes: { version: '1.34', distribution: 'managed' },
};

const sum = 'c'.repeat(64);
const probes = { readiness: { kind: 'grpc', port: 'api' }, liveness: { kind: 'tcp', port: 'api' } };

const runtime = fc.constantFrom(
  { kind: 'flask', app: 'app:app' },
  { kind: 'flask', app: 'app:create()', port: 9000, maxRequests: 500, preload: false },
  { kind: 'tensorflow', modelName: 'half_plus_two' },
  { kind: 'triton', strictReadiness: false },
  {
    kind: 'custom',
    command: ['/serve'],
    ports: [
      { name: 'api', number: 9000 },
      { name: 'stats', number: 9001 },
    ],
    probes,
    metrics: { port: 'stats' },
  },
);

const source = fc.constantFrom(
  { kind: 'image', path: '/app/model' },
  { kind: 'claim', claim: 'models', subPath: 'v3' },
  { kind: 'claim', claim: { size: '10Gi', storageClass: 'local' } },
  { kind: 'http', url: 'https://models.example.com/m.tar.gz', sha256: sum, unpack: 'tar' },
  { kind: 's3', uri: 's3://models/m/', endpoint: 'http://store.storage.svc:8333', revision: 'v1' },
);

const scaling = fc.oneof(
  fc.record({ kind: fc.constant('fixed'), replicas: fc.integer({ min: 0, max: 20 }) }),
  fc
    .tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 900 }))
    .map(([min, more, scaleDownSeconds]) => ({
      kind: 'autoscaling',
      min,
      max: min + more,
      scaleDownSeconds,
    })),
  fc.constant({
    kind: 'keda',
    min: 0,
    max: 3,
    triggers: [{ type: 'cron', metadata: { desiredReplicas: '1' } }],
  }),
);

const exposure = fc.constantFrom(
  { kind: 'none' },
  { kind: 'loadBalancer', sourceRanges: ['192.0.2.0/24'] },
  { kind: 'ingress', host: 'm.example.com', controllerNamespace: 'ingress' },
  { kind: 'route', host: 'm.example.com', gateway: { name: 'public', namespace: 'gateway' } },
);

const canary = fc.oneof(
  fc.constant(undefined),
  fc.record({
    weight: fc.integer({ min: 1, max: 99 }),
    by: fc.constantFrom('replicas', 'route'),
    image: fc.constant({ name: 'registry.example.com/models/m', tag: '2' }),
  }),
);

const model = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?$/),
    runtime,
    source,
    image: fc.constantFrom(iris['image'], { name: 'registry.example.com/models/m', digest: `sha256:${sum}` }),
    resources: fc.record({
      requests: fc.constantFrom({ cpu: 1, memory: '1Gi' }, { cpu: '250m', memory: '768Mi' }),
      gpus: fc.integer({ min: 0, max: 2 }),
    }),
    scaling,
    exposure,
    canary,
    headless: fc.boolean(),
    placement: fc.record({
      pool: fc.constant('gpu'),
      spread: fc.record({ nodes: fc.constantFrom('preferred', 'required', 'off') }),
    }),
    metrics: fc.constantFrom({ kind: 'none' }, { kind: 'annotations' }, { kind: 'serviceMonitor' }),
    config: fc.constantFrom({}, { files: { 'model.yaml': 'a: 1\n' } }),
    smokeTest: fc.constantFrom(
      undefined,
      { kind: 'request', path: '/' },
      { kind: 'command', command: ['true'] },
    ),
    batch: fc.constantFrom(
      [],
      [{ name: 'nightly', schedule: '@daily', command: ['run'], output: { claim: 'out' } }],
    ),
    security: fc.record({ userNamespace: fc.boolean() }),
  })
  .map((settings) => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)));

/** Renders a model that the platform takes; others are not what these properties are about. */
const rendered = (settings: Readonly<Record<string, unknown>>): readonly KubernetesObject[] => {
  fc.pre(findings([settings], large).length === 0);
  return render(settings, large);
};

const holds = (check: (objects: readonly KubernetesObject[]) => void): void =>
  fc.assert(
    fc.property(model, (settings) => check(rendered(settings))),
    { numRuns: 60 },
  );

/** The checks of Pod Security `restricted` that a pod of a model could fail. */
const violations = (template: PodTemplate): readonly string[] => {
  const { spec } = template;
  const allowedVolumes = [
    'configMap',
    'emptyDir',
    'persistentVolumeClaim',
    'secret',
    'projected',
    'downwardAPI',
  ];
  return [
    ...(fieldAt(spec, 'securityContext', 'runAsNonRoot') === true ? [] : ['runAsNonRoot']),
    ...(fieldAt(spec, 'securityContext', 'runAsUser') === 0 ? ['runAsUser'] : []),
    ...(fieldAt(spec, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault'
      ? []
      : ['seccompProfile']),
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true),
    ...listAt(spec, 'volumes').flatMap((volume) =>
      Object.keys(Object(volume)).filter((field) => field !== 'name' && !allowedVolumes.includes(field)),
    ),
    ...containersOf(template).flatMap(({ container, path }) => {
      const security = container['securityContext'];
      return [
        ...(fieldAt(security, 'allowPrivilegeEscalation') === false
          ? []
          : [`${path} allowPrivilegeEscalation`]),
        ...(fieldAt(security, 'privileged') === true ? [`${path} privileged`] : []),
        ...(fieldAt(security, 'runAsNonRoot') === false ? [`${path} runAsNonRoot`] : []),
        ...(listAt(security, 'capabilities', 'drop').includes('ALL') ? [] : [`${path} capabilities`]),
        ...listAt(container, 'ports').flatMap((port) =>
          fieldAt(port, 'hostPort') === undefined ? [] : [`${path} hostPort`],
        ),
      ];
    }),
  ];
};

const deployments = (objects: readonly KubernetesObject[]) =>
  objects.flatMap((object) => {
    const template = object.kind === 'Deployment' ? podTemplateOf(object) : undefined;
    return template === undefined
      ? []
      : [{ object, template, selector: fieldAt(object, 'spec', 'selector') }];
  });

describe('every model server', () => {
  it('has Deployments that select their own pods and nobody else’s', () => {
    holds((objects) => {
      const all = deployments(objects);
      const templates = objects.flatMap((object) => podTemplateOf(object) ?? []);
      for (const { selector, template } of all) {
        expect(templates.filter(({ labels }) => selectorSelects(selector, labels))).toEqual([template]);
      }
    });
  });

  it('never selects by a label that depends on the construct path or that Argo CD writes', () => {
    holds((objects) => {
      const selectors = objects.flatMap((object) => [
        stringMapAt(object, 'spec', 'selector', 'matchLabels'),
        stringMapAt(object, 'spec', 'selector'),
        stringMapAt(object, 'spec', 'podSelector', 'matchLabels'),
      ]);
      for (const key of selectors.flatMap((selector) => Object.keys(selector))) {
        expect([
          'cdk8s.io/metadata.addr',
          'app.kubernetes.io/instance',
          'app.kubernetes.io/version',
        ]).not.toContain(key);
      }
    });
  });

  it('makes pods that Pod Security restricted takes', () => {
    holds((objects) => {
      for (const object of objects) {
        const template = podTemplateOf(object);
        if (template !== undefined) expect(violations(template)).toEqual([]);
      }
    });
  });

  it('has either a number of replicas or something that decides it', () => {
    holds((objects) => {
      const deciders = objects.filter(
        ({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject',
      );
      const decided = deciders.map((object) => fieldAt(object, 'spec', 'scaleTargetRef', 'name'));
      for (const { object } of deployments(objects)) {
        expect(typeof fieldAt(object, 'spec', 'replicas') === 'number').toBe(
          !decided.includes(object.metadata.name),
        );
      }
    });
  });

  it('limits the memory of every container and asks for cpu and memory', () => {
    holds((objects) => {
      const containers = objects.flatMap((object) => {
        const template = podTemplateOf(object);
        return template === undefined ? [] : containersOf(template);
      });
      for (const { container } of containers) {
        expect(fieldAt(container, 'resources', 'requests', 'cpu')).toBeDefined();
        expect(fieldAt(container, 'resources', 'requests', 'memory')).toBeDefined();
        expect(fieldAt(container, 'resources', 'limits', 'memory')).toBeDefined();
      }
    });
  });

  it('has Services whose ports lead to ports of the pods behind them', () => {
    holds((objects) => {
      for (const service of objects.filter(({ kind }) => kind === 'Service')) {
        const behind = deployments(objects).filter(({ template }) =>
          mapSelects(stringMapAt(service, 'spec', 'selector'), template.labels),
        );
        expect(behind.length).toBeGreaterThan(0);
        const targets = listAt(service, 'spec', 'ports').map((port) => fieldAt(port, 'targetPort'));
        for (const { template } of behind) {
          const names = listAt(template.spec, 'containers', 0, 'ports').map((port) => fieldAt(port, 'name'));
          expect(names).toEqual(expect.arrayContaining(targets));
        }
      }
    });
  });

  it('mounts no folder twice in one container, and no volume that the pod does not have', () => {
    holds((objects) => {
      for (const object of objects) {
        const template = podTemplateOf(object);
        if (template === undefined) continue;
        const volumes = listAt(template.spec, 'volumes').map((volume) => fieldAt(volume, 'name'));
        for (const { container } of containersOf(template)) {
          const mounts = listAt(container, 'volumeMounts');
          const paths = mounts.map((mount) => fieldAt(mount, 'mountPath'));
          expect(new Set(paths).size).toBe(paths.length);
          expect(volumes).toEqual(expect.arrayContaining(mounts.map((mount) => fieldAt(mount, 'name'))));
        }
      }
    });
  });

  it('stops no earlier than its preStop pause and its requests take', () => {
    holds((objects) => {
      for (const { template } of deployments(objects)) {
        expect(Number(template.spec['terminationGracePeriodSeconds'])).toBeGreaterThanOrEqual(5 + 30);
      }
    });
  });

  it('names every object once, with a name that it can have', () => {
    holds((objects) => {
      const ids = objects.map((object) => keyId(keyOf(object)));
      expect(new Set(ids).size).toBe(ids.length);
      for (const object of objects) expect(isDnsLabel(object.metadata.name)).toBe(true);
    });
  });

  it('is the same when it is rendered again', () => {
    fc.assert(
      fc.property(model, (settings) => {
        expect(rendered(settings)).toEqual(rendered(settings));
      }),
      { numRuns: 30 },
    );
  });
});
