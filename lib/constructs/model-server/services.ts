import { ApiObject, JsonPatch, type ApiObjectMetadata } from 'cdk8s';
import { Service, ServiceType, k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { servedNames, type ModelDefinition } from '../../platform';
import { serviceLabels } from './canary';
import { scrapeLabel, trackLabels, type MetadataOf } from './labels';
import type { ServerPort, ServerProcess } from './runtimes';

/** What a Service of a model leads to. */
export interface ModelServiceProps {
  readonly metadata: ApiObjectMetadata;
  readonly ports: readonly ServerPort[];
  /** Labels of the pods behind it. */
  readonly selector: Readonly<Record<string, string>>;
  /** Default: inside the cluster, at one address. */
  readonly type?:
    | { readonly kind: 'headless' }
    /** At an address of its own; the callers’ addresses stay as they are, so that policies can name them. */
    | { readonly kind: 'loadBalancer'; readonly port: number; readonly sourceRanges: readonly string[] };
}

/** How a proxy on the way should treat the port. https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const appProtocols = { http: 'http', grpc: 'kubernetes.io/h2c', tcp: undefined } as const;

/** A Service to the named ports of a model's pods. */
export const modelService = (
  scope: Construct,
  id: string,
  { metadata, ports, selector, type }: ModelServiceProps,
): Service => {
  const external = type?.kind === 'loadBalancer' ? type : undefined;
  const service = new Service(scope, id, {
    metadata,
    type: external === undefined ? ServiceType.CLUSTER_IP : ServiceType.LOAD_BALANCER,
    ports: ports.map(({ name, number }) => ({ name, port: external?.port ?? number, targetPort: number })),
    ...(type?.kind === 'headless' ? { clusterIP: 'None' } : {}),
    ...(external === undefined || external.sourceRanges.length === 0
      ? {}
      : { loadBalancerSourceRanges: [...external.sourceRanges] }),
  });
  for (const [label, value] of Object.entries(selector)) service.selectLabel(label, value);
  ApiObject.of(service).addJsonPatch(
    ...ports.flatMap(({ name, protocol }, index) => {
      const appProtocol = appProtocols[protocol];
      return [
        JsonPatch.add(`/spec/ports/${index}/targetPort`, k8s.IntOrString.fromString(name)),
        ...(appProtocol === undefined
          ? []
          : [JsonPatch.add(`/spec/ports/${index}/appProtocol`, appProtocol)]),
      ];
    }),
    JsonPatch.remove('/spec/externalIPs'),
    ...(external === undefined ? [] : [JsonPatch.add('/spec/externalTrafficPolicy', 'Local')]),
  );
  return service;
};

/**
 * The Services inside the cluster: the one that callers use, one for the canary where a route shares out requests, and
 * a headless one where clients balance themselves. Returns the first.
 */
export const addServices = (
  scope: Construct,
  model: ModelDefinition,
  { ports }: ServerProcess,
  metadata: MetadataOf,
): Service => {
  const names = servedNames(model.name);
  const scraped = (name: string): ApiObjectMetadata => {
    const own = metadata(name);
    return { ...own, labels: { ...own.labels, [scrapeLabel]: 'true' } };
  };
  if (model.canary?.by === 'route') {
    const selector = trackLabels(model.name, 'canary');
    modelService(scope, 'canary-service', { metadata: scraped(names.canary), ports, selector });
  }
  if (model.headless) {
    const selector = serviceLabels(model);
    modelService(scope, 'headless', {
      metadata: metadata(names.headless),
      ports,
      selector,
      type: { kind: 'headless' },
    });
  }
  return modelService(scope, 'service', {
    metadata: scraped(names.server),
    ports,
    selector: serviceLabels(model),
  });
};
