import { listAt } from '../../kubernetes';
import { isGoing, listKind, shown, type Controller, type Scene } from './controller';
import { generationOf, now, writeStatus } from './status';

/** An address that is nobody's. https://www.rfc-editor.org/rfc/rfc5737 */
const address = '192.0.2.1';

const gatewayApi = 'gateway.networking.k8s.io/v1';

/** Real controllers give the address before they look at backends and certificates. */
const serveIngresses = async (scene: Scene, why: string): Promise<void> => {
  for (const ingress of await listKind(scene, 'networking.k8s.io/v1', 'Ingress')) {
    if (isGoing(ingress) || listAt(ingress, 'status', 'loadBalancer', 'ingress').length > 0) continue;
    await writeStatus(scene, 'networking.k8s.io/v1', 'Ingress', ingress, {
      loadBalancer: { ingress: [{ ip: address }] },
    });
    scene.ledger.note('ingress controller', why, shown('Ingress', ingress));
  }
};

const acceptRoutes = async (scene: Scene, why: string): Promise<void> => {
  for (const route of await listKind(scene, gatewayApi, 'HTTPRoute')) {
    if (isGoing(route) || listAt(route, 'status', 'parents').length > 0) continue;
    const condition = (type: string) => ({
      type,
      status: 'True',
      reason: type,
      message: 'a stand-in: nothing is served',
      observedGeneration: generationOf(route),
      lastTransitionTime: now(),
    });
    await writeStatus(scene, gatewayApi, 'HTTPRoute', route, {
      parents: listAt(route, 'spec', 'parentRefs').map((parentRef) => ({
        parentRef,
        controllerName: 'example.com/stand-in',
        conditions: [condition('Accepted'), condition('ResolvedRefs')],
      })),
    });
    scene.ledger.note('Gateway controller', why, shown('HTTPRoute', route));
  }
};

/** Whatever gives Ingresses an address and accepts HTTPRoutes: Argo CD holds both for unhealthy until somebody does. */
export const routesController = (scene: Scene, why: string): Controller => ({
  name: 'ingress and Gateway controllers',
  round: async () => {
    await serveIngresses(scene, why);
    await acceptRoutes(scene, why);
  },
});
