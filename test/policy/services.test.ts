import { messagesOf, placesOf } from './support/release';
import { clusterObject, container, deployment, object, service, workload } from './support/objects';

const withPorts = (name: string, ...ports: readonly unknown[]) =>
  deployment(name, { pod: { containers: [container({ ports })] } });

describe('a Service', () => {
  it('selects the pods of a workload', () => {
    expect(placesOf('service/selector', [service('web')])).toEqual(['Service/app/web spec.selector']);
    expect(placesOf('service/selector', [service('web'), deployment('web')])).toEqual([]);
  });

  it('does not find pods of another namespace', () => {
    expect(
      placesOf('service/selector', [service('web'), deployment('web', { namespace: 'other' })]),
    ).toHaveLength(1);
  });

  it('says which workload is nearest', () => {
    const selecting = service('web', { selector: { app: 'web', tier: 'front' } });
    expect(
      messagesOf('service/selector', [selecting, deployment('web', { pods: { app: 'web', tier: 'back' } })]),
    ).toEqual([
      'error: app=web, tier=front: no workload of namespace app has these pod labels; nearest is Deployment/app/web with tier=back',
    ]);
  });

  it('may have no selector, or a name elsewhere', () => {
    expect(placesOf('service/selector', [service('web', { selector: undefined })])).toEqual([]);
    expect(
      placesOf('service/selector', [
        service('web', { type: 'ExternalName', externalName: 'db.example.internal' }),
      ]),
    ).toEqual([]);
  });

  it('may select pods that a custom resource makes', () => {
    const rollout = object('argoproj.io/v1alpha1', 'Rollout', 'web', {
      spec: { template: { metadata: { labels: { app: 'web' } } } },
    });
    expect(placesOf('service/selector', [service('web'), rollout])).toEqual([]);
  });
});

describe('a target port', () => {
  const rule = 'service/target-port';
  const http = { name: 'http', containerPort: 8080 };

  it('by name is declared by the pods behind the Service', () => {
    const named = service('web', { ports: [{ port: 80, targetPort: 'http' }] });
    expect(placesOf(rule, [named, withPorts('web', http)])).toEqual([]);
    expect(messagesOf(rule, [named, withPorts('web', { name: 'web', containerPort: 8080 })])).toEqual([
      'error: http/TCP: Deployment/app/web declares web=8080',
    ]);
  });

  it('by name has the protocol of the Service', () => {
    const udp = service('web', { ports: [{ port: 80, targetPort: 'http', protocol: 'UDP' }] });
    expect(placesOf(rule, [udp, withPorts('web', http)])).toEqual([
      'Service/app/web spec.ports[0].targetPort',
    ]);
    expect(placesOf(rule, [udp, withPorts('web', { ...http, protocol: 'UDP' })])).toEqual([]);
  });

  it('by number is only suspicious where other ports are declared', () => {
    const numbered = service('web', { ports: [{ port: 80, targetPort: 8080 }] });
    expect(messagesOf(rule, [numbered, withPorts('web', { containerPort: 9090 })])).toEqual([
      'warning: 8080/TCP: Deployment/app/web declares 9090',
    ]);
    expect(placesOf(rule, [numbered, withPorts('web', http)])).toEqual([]);
    expect(placesOf(rule, [numbered, withPorts('web')])).toEqual([]);
  });

  it('is the port itself where none is written', () => {
    expect(placesOf(rule, [service('web'), withPorts('web', http)])).toEqual([
      'Service/app/web spec.ports[0].port',
    ]);
  });

  it('may be declared by some of the workloads only', () => {
    const shared = service('web', { selector: { tier: 'all' }, ports: [{ port: 80, targetPort: 'http' }] });
    const one = deployment('one', {
      pods: { tier: 'all', app: 'one' },
      pod: { containers: [container({ ports: [http] })] },
    });
    const two = deployment('two', { pods: { tier: 'all', app: 'two' } });
    expect(messagesOf(rule, [shared, one, two])).toEqual([
      'warning: http/TCP: Deployment/app/two declares no port',
    ]);
  });
});

describe('a reference to a Service', () => {
  const webhook = (service: Readonly<Record<string, unknown>>) =>
    clusterObject('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'hook', {
      webhooks: [
        { name: 'a.example.com', clientConfig: { service: { name: 'web', namespace: 'app', ...service } } },
      ],
    });
  const ingress = (port: Readonly<Record<string, unknown>>) =>
    object('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web', port } } }] } }] },
    });
  const route = object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', {
    spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
  });
  const apiService = clusterObject('apiregistration.k8s.io/v1', 'APIService', 'v1.example.com', {
    spec: { service: { name: 'web', namespace: 'app' } },
  });

  it('of a webhook, a route, an Ingress, an API service or a StatefulSet leads to one of the release', () => {
    const set = workload('StatefulSet', 'db', { spec: { serviceName: 'web' } });
    const objects = [webhook({}), ingress({ number: 80 }), route, apiService, set];
    expect(placesOf('reference/service', objects)).toEqual([
      'APIService/v1.example.com spec.service.name',
      'HTTPRoute/app/web spec.rules[0].backendRefs[0].name',
      'Ingress/app/web spec.rules[0].http.paths[0].backend.service.name',
      'StatefulSet/app/db spec.serviceName',
      'ValidatingWebhookConfiguration/hook webhooks[0].clientConfig.service.name',
    ]);
    expect(placesOf('reference/service', [...objects, service('web')])).toEqual([]);
  });

  it('names a port of the Service; webhooks mean 443 where they name none', () => {
    const rule = 'reference/service-port';
    expect(messagesOf(rule, [webhook({}), service('web')])).toEqual(['error: 443: Service/app/web has 80']);
    expect(messagesOf(rule, [webhook({ port: 80 }), service('web')])).toEqual([]);
    expect(messagesOf(rule, [apiService, service('web', { ports: [{ port: 443 }] })])).toEqual([]);
    expect(
      placesOf(rule, [ingress({ name: 'http' }), service('web', { ports: [{ port: 80, name: 'http' }] })]),
    ).toEqual([]);
    expect(
      placesOf(rule, [ingress({ name: 'https' }), service('web', { ports: [{ port: 80, name: 'http' }] })]),
    ).toEqual(['Ingress/app/web spec.rules[0].http.paths[0].backend.service.port.name']);
    expect(placesOf(rule, [route, service('web')])).toEqual([]);
    expect(placesOf(rule, [route, service('web', { ports: [{ port: 8080 }] })])).toHaveLength(1);
  });

  it('of a webhook may lead into a namespace of the cluster itself', () => {
    expect(placesOf('reference/service', [webhook({ namespace: 'kube-system' })])).toEqual([]);
  });

  it('of a conversion webhook leads to one of the release', () => {
    const definition = clusterObject(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'things.example.com',
      {
        spec: {
          conversion: { webhook: { clientConfig: { service: { name: 'web', namespace: 'app', port: 80 } } } },
        },
      },
    );
    expect(placesOf('reference/service', [definition])).toHaveLength(1);
    expect(placesOf('reference/service', [definition, service('web')])).toEqual([]);
  });
});
