import { fieldAt } from '../../lib/kubernetes';
import { routesController } from '../../lib/rehearsal/stand-ins/routes';
import { fakeScene } from './support/scene';

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'ui', namespace: 'play' },
  spec: {
    tls: [{ hosts: ['ui.example.internal'], secretName: 'ui-tls' }],
    rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'ui', port: { number: 80 } } } }] } }],
  },
};

const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'ui', namespace: 'play', generation: 2 },
  spec: { parentRefs: [{ name: 'site', namespace: 'gateways', sectionName: 'https' }] },
};

const ingressPath = '/apis/networking.k8s.io/v1/namespaces/play/ingresses/ui';
const routePath = '/apis/gateway.networking.k8s.io/v1/namespaces/play/httproutes/ui';

describe('the stand-in for ingress controllers and Gateways', () => {
  it('gives an Ingress an address', async () => {
    const { scene, server } = fakeScene();
    server.add(ingress);
    await routesController(scene, 'why').round();
    expect(fieldAt(server.read(ingressPath), 'status', 'loadBalancer', 'ingress')).toEqual([
      { ip: '192.0.2.1' },
    ]);
    expect(scene.ledger.list()).toEqual([
      { what: 'ingress controller', why: 'why', objects: ['Ingress/play/ui'] },
    ]);
  });

  it('accepts an HTTPRoute at each of its Gateways, once', async () => {
    const { scene, server } = fakeScene();
    server.add(route);
    await routesController(scene, 'why').round();
    const first = fieldAt(server.read(routePath), 'status', 'parents');
    expect(first).toEqual([
      expect.objectContaining({
        parentRef: route.spec.parentRefs[0],
        conditions: [
          expect.objectContaining({ type: 'Accepted', status: 'True', observedGeneration: 2 }),
          expect.objectContaining({ type: 'ResolvedRefs', status: 'True' }),
        ],
      }),
    ]);
    const before = server.writes.length;
    await routesController(scene, 'why').round();
    expect(server.writes.length).toBe(before);
  });
});
