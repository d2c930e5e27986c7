import type { WebhookStandIn } from '../../constructs';
import { fieldAt, listAt, stringAt } from '../../kubernetes';
import { backendOfService, type Backends } from './backend';
import { writeBundle } from './ca-injector';
import { listKind, shown, type Controller, type Live, type Scene } from './controller';

const configurations = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

const serviceNamed = (holder: unknown, { namespace, service }: WebhookStandIn): boolean =>
  stringAt(holder, 'clientConfig', 'service', 'namespace') === namespace &&
  stringAt(holder, 'clientConfig', 'service', 'name') === service;

const firstPort = (service: Live): number => {
  const port = fieldAt(listAt(service, 'spec', 'ports')[0], 'port');
  return typeof port === 'number' ? port : 443;
};

/** Webhook servers that write their authority into the configurations that name them, once they run. */
export const ownBundles = (scene: Scene, backends: Backends): Controller => ({
  name: 'caBundle of webhook servers',
  round: async () => {
    for (const declared of backends.declared.filter(({ writesCaBundle }) => writesCaBundle === true)) {
      const service = await scene.api.find(
        `/api/v1/namespaces/${declared.namespace}/services/${declared.service}`,
      );
      if (service === undefined) continue;
      for (const kind of configurations) {
        for (const object of await listKind(scene, 'admissionregistration.k8s.io/v1', kind)) {
          const webhooks = listAt(object, 'webhooks');
          const named = webhooks.filter((webhook) => serviceNamed(webhook, declared));
          if (named.length === 0) continue;
          const without = named.filter(
            (webhook) => stringAt(webhook, 'clientConfig', 'caBundle') === undefined,
          );
          if (without.length === 0) continue;
          const [first] = named;
          const wanted = fieldAt(first, 'clientConfig', 'service', 'port');
          const backend = await backendOfService(
            backends,
            service,
            typeof wanted === 'number' ? wanted : firstPort(service),
          );
          if (backend.kind === 'refused') continue;
          const holders = without.map((webhook) => `/webhooks/${webhooks.indexOf(webhook)}/clientConfig`);
          const wrote = await writeBundle(
            scene,
            'admissionregistration.k8s.io/v1',
            kind,
            object,
            holders,
            backend.authority,
            declared.service,
          );
          if (wrote)
            scene.ledger.note(`webhook backend ${backend.service}`, declared.because, shown(kind, object));
        }
      }
    }
  },
});
