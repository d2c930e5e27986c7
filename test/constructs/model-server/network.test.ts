import { fieldAt, listAt, type KubernetesObject } from '../../../lib/kubernetes';
import { find, iris, podOf, render, tensorflow, triton } from './support';

const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const policy = (objects: readonly KubernetesObject[], name: string): readonly unknown[] => [
  ...listAt(find(objects, 'NetworkPolicy', name), 'spec', 'ingress'),
  ...listAt(find(objects, 'NetworkPolicy', name), 'spec', 'egress'),
];
const monitored = {
  metrics: { kind: 'serviceMonitor', intervalSeconds: 15, labels: { release: 'prometheus' } },
};

describe('the Service', () => {
  it('leads to the named ports of the server and says what is spoken there', () => {
    expect(fieldAt(find(render(triton), 'Service', 'detector'), 'spec')).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'detector', 'app.kubernetes.io/component': 'model-server' },
      ports: [
        { name: 'http', port: 8000, targetPort: 'http', appProtocol: 'http' },
        { name: 'grpc', port: 8001, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' },
        { name: 'metrics', port: 8002, targetPort: 'metrics', appProtocol: 'http' },
      ],
    });
  });

  it('has a headless sister for clients that balance themselves, on request', () => {
    expect(render(tensorflow).some((object) => object.metadata.name === 'digits-headless')).toBe(false);
    expect(
      fieldAt(
        find(render({ ...tensorflow, headless: true }), 'Service', 'digits-headless'),
        'spec',
        'clusterIP',
      ),
    ).toBe('None');
  });
});

describe('callers', () => {
  it('are the pods of the namespace where the model says nothing', () => {
    expect(policy(render(iris), 'iris')).toEqual([
      { from: [inNamespace('serving')], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
  });

  it('are let in, and let out of their namespace where the platform governs it', () => {
    const callers = [{ namespace: 'team-vision', podLabels: { app: 'camera' } }, { namespace: 'elsewhere' }];
    const objects = render({ ...iris, callers });
    expect(policy(objects, 'iris')).toEqual([
      {
        from: [
          { ...inNamespace('team-vision'), podSelector: { matchLabels: { app: 'camera' } } },
          inNamespace('elsewhere'),
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
    const out = objects.filter(
      (object) => object.kind === 'NetworkPolicy' && object.metadata.name.startsWith('call-'),
    );
    expect(out.map(({ metadata }) => metadata.namespace)).toEqual(['team-vision']);
    expect(out[0]?.['spec']).toMatchObject({
      podSelector: { matchLabels: { app: 'camera' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ...inNamespace('serving'), podSelector: { matchLabels: { 'app.kubernetes.io/name': 'iris' } } },
          ],
        },
      ],
    });
  });

  it('may be nobody at all', () => {
    expect(policy(render({ ...iris, callers: [] }), 'iris')).toEqual([]);
  });

  it('do not get at a port that is for metrics only', () => {
    const [rule] = policy(render(triton), 'detector');
    expect(listAt(rule, 'ports').map((port) => fieldAt(port, 'port'))).toEqual([8000, 8001]);
  });
});

describe('a download', () => {
  const outOf = (source: object) =>
    policy(render({ ...iris, source: { sha256: 'a'.repeat(64), ...source } }), 'iris-download');
  const port = (number: number) => [{ port: number, protocol: 'TCP' }];

  it('may go to any address on its port where the name says no more', () => {
    expect(outOf({ kind: 'http', url: 'https://models.example.com/iris.pkl' })).toEqual([
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }], ports: port(443) },
    ]);
  });

  it('may go to one address where the definition names it', () => {
    expect(outOf({ kind: 'http', url: 'http://192.0.2.7:8080/iris.pkl' })).toEqual([
      { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: port(8080) },
    ]);
    expect(outOf({ kind: 'http', url: 'http://[2001:db8::7]/iris.pkl' })).toEqual([
      { to: [{ ipBlock: { cidr: '2001:db8::7/128' } }], ports: port(80) },
    ]);
    expect(outOf({ kind: 'http', url: 'https://models.example.com/iris.pkl', cidr: '192.0.2.0/24' })).toEqual(
      [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: port(443) }],
    );
  });

  it('is not allowed where there is none', () => {
    expect(render(iris).some((object) => object.metadata.name === 'iris-download')).toBe(false);
  });
});

describe('exposure', () => {
  const exposed = (exposure: object) => render({ ...iris, callers: [], exposure });

  it('by a load balancer is a second Service, whose callers keep their addresses', () => {
    const objects = exposed({
      kind: 'loadBalancer',
      sourceRanges: ['192.0.2.0/24'],
      annotations: { 'metallb.io/loadBalancerIPs': '192.0.2.10' },
    });
    const external = find(objects, 'Service', 'iris-external');
    expect(external['spec']).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
    expect(external.metadata.annotations).toEqual({ 'metallb.io/loadBalancerIPs': '192.0.2.10' });
    expect(policy(objects, 'iris')).toEqual([
      { from: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
  });

  it('by an Ingress names host, class and certificate, and lets the controller in', () => {
    const objects = exposed({
      kind: 'ingress',
      host: 'iris.example.com',
      className: 'nginx',
      tlsSecret: 'iris-tls',
      controllerNamespace: 'ingress',
    });
    expect(find(objects, 'Ingress', 'iris')['spec']).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['iris.example.com'], secretName: 'iris-tls' }],
      rules: [
        {
          host: 'iris.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'iris', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
    });
    expect(policy(objects, 'iris')).toEqual([
      { from: [inNamespace('ingress')], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
  });

  it('by an HTTPRoute writes out every default, so that Argo CD sees no difference', () => {
    const objects = exposed({
      kind: 'route',
      host: 'iris.example.com',
      path: '/iris',
      gateway: { name: 'public', namespace: 'gateway' },
    });
    expect(find(objects, 'HTTPRoute', 'iris')['spec']).toEqual({
      parentRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateway', name: 'public' },
      ],
      hostnames: ['iris.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/iris' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'iris', port: 8080, weight: 1 }],
        },
      ],
    });
    expect(policy(objects, 'iris')).toEqual([
      { from: [inNamespace('gateway')], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
  });
});

describe('metrics', () => {
  it('are announced on the pods and let out to Prometheus', () => {
    const objects = render({
      ...tensorflow,
      callers: [],
      metrics: { kind: 'annotations', scraperNamespace: 'prometheus' },
    });
    expect(podOf(objects, 'Deployment', 'digits').annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8501',
      'prometheus.io/path': '/monitoring/prometheus/metrics',
    });
    expect(policy(objects, 'digits')).toEqual([
      { from: [inNamespace('prometheus')], ports: [{ port: 8501, protocol: 'TCP' }] },
    ]);
  });

  it('are visited once, however many Services lead to the pods', () => {
    const objects = render({ ...iris, ...monitored, headless: true, exposure: { kind: 'loadBalancer' } });
    const monitor = find(objects, 'ServiceMonitor', 'iris');
    expect(monitor['spec']).toMatchObject({
      endpoints: [{ port: 'http', path: '/metrics', interval: '15s' }],
    });
    expect(monitor.metadata.labels).toMatchObject({ release: 'prometheus' });
    const wanted = Object.entries(Object(fieldAt(monitor, 'spec', 'selector', 'matchLabels')));
    const visited = objects.filter(
      ({ kind, metadata }) =>
        kind === 'Service' && wanted.every(([label, value]) => metadata.labels?.[label] === value),
    );
    expect(visited.map(({ metadata }) => metadata.name)).toEqual(['iris']);
  });

  it('raise the alerts that the model describes', () => {
    const alert = {
      name: 'IrisSlow',
      expression: 'histogram_quantile(0.99, rate(score_seconds_bucket[5m])) > 1',
      summary: 'Scores take long.',
    };
    const objects = render({ ...iris, metrics: { ...monitored.metrics, alerts: [alert] } });
    expect(fieldAt(find(objects, 'PrometheusRule', 'iris'), 'spec', 'groups', 0, 'rules')).toEqual([
      {
        alert: 'IrisSlow',
        expr: alert.expression,
        for: '10m',
        labels: { severity: 'warning' },
        annotations: { summary: 'Scores take long.' },
      },
    ]);
    expect(render({ ...iris, ...monitored }).some((object) => object.kind === 'PrometheusRule')).toBe(false);
  });
});
