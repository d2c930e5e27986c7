import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Implementation, InferenceServiceDefinition } from '../../platform';
import { podsIn } from '../model-server/network-policy';
import { modeNames, type KServeVersion } from './kserve';
import { addWorkPolicy } from './network';
import { containerSecurity, podSpecOf, resourcesOf, variablesOf } from './pod';
import type { KubeflowSite } from './site';

type Fields = Readonly<Record<string, unknown>>;
type Scaling = InferenceServiceDefinition['scaling'];
type Pods = Pick<InferenceServiceDefinition, 'resources' | 'placement' | 'security' | 'priorityClass'>;

/** Settings of an InferenceService. */
export interface InferenceServiceProps {
  readonly service: InferenceServiceDefinition;
  /** Version of KServe that the site has. */
  readonly version: KServeVersion;
  readonly site: KubeflowSite;
}

/** The name of the container that KServe takes to be the server. */
const container = 'kserve-container';

const scalingOf = ({ min, max, metric, target, concurrency }: Scaling): Fields => ({
  minReplicas: min,
  maxReplicas: max,
  scaleMetric: metric,
  scaleTarget: target,
  ...(concurrency === undefined ? {} : { containerConcurrency: concurrency }),
});

/** Pod fields beside the container that a model's runtime, or we, bring. */
const around = (pods: Pods, site: KubeflowSite, serviceAccount: string | undefined): Fields => {
  const {
    containers: _containers,
    volumes: _volumes,
    ...rest
  } = podSpecOf({
    container,
    resources: pods.resources,
    placement: pods.placement,
    security: pods.security,
    priorityClass: pods.priorityClass,
    ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
    site,
  });
  return rest;
};

/** A server of one's own. */
const ownServer = (
  server: Pick<
    Extract<Implementation, { readonly kind: 'container' }>,
    'image' | 'command' | 'args' | 'env' | 'port'
  >,
  pods: Pods,
  site: KubeflowSite,
  serviceAccount: string | undefined,
): Fields =>
  podSpecOf({
    container,
    image: server.image,
    command: server.command,
    args: server.args,
    env: server.env,
    ports: [{ containerPort: server.port, protocol: 'TCP' }],
    resources: pods.resources,
    placement: pods.placement,
    security: pods.security,
    priorityClass: pods.priorityClass,
    ...(serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount }),
    site,
  });

const implementationOf = (
  implementation: Implementation,
  { service, site }: InferenceServiceProps,
): Fields => {
  if (implementation.kind === 'container') {
    return ownServer(implementation, service, site, service.serviceAccount);
  }
  const { format, formatVersion, runtime, protocol, uri, args, env } = implementation;
  return {
    ...around(service, site, service.serviceAccount),
    model: {
      name: container,
      modelFormat: { name: format, ...(formatVersion === undefined ? {} : { version: formatVersion }) },
      ...(protocol === undefined ? {} : { protocolVersion: protocol }),
      ...(runtime === undefined ? {} : { runtime }),
      storageUri: uri,
      ...(args.length === 0 ? {} : { args }),
      ...(Object.keys(env).length === 0 ? {} : { env: variablesOf(env) }),
      resources: resourcesOf(service.resources),
      // The runtime's own root file system may have to be written.
      securityContext: containerSecurity(true),
    },
  };
};

/** The predictor with what the new version has instead. */
const newVersion = ({ predictor, canary }: InferenceServiceDefinition): Implementation => {
  if (predictor.kind === 'model') return { ...predictor, uri: canary?.uri ?? predictor.uri };
  return { ...predictor, image: canary?.image ?? predictor.image };
};

const requests = ({ timeoutSeconds, batching, logging }: InferenceServiceDefinition): Fields => ({
  timeout: timeoutSeconds,
  ...(batching === undefined
    ? {}
    : { batcher: { maxBatchSize: batching.size, maxLatency: batching.milliseconds } }),
  ...(logging === undefined ? {} : { logger: { mode: logging.mode, url: logging.url } }),
});

const specOf = (props: InferenceServiceProps): Fields => {
  const { service, site } = props;
  const { mode, canary, transformer, scaling } = service;
  const steady = { ...scalingOf(scaling), ...requests(service) };
  // Knative keeps the revision before; in mode Standard both versions stand in the object (KServe 0.20).
  const byRevision = canary !== undefined && mode === 'Knative';
  return {
    predictor: {
      ...steady,
      ...(byRevision ? { canaryTrafficPercent: canary.percent } : {}),
      ...implementationOf(byRevision ? newVersion(service) : service.predictor, props),
    },
    ...(canary === undefined || mode === 'Knative'
      ? {}
      : {
          canary: [
            {
              trafficPercent: canary.percent,
              predictor: {
                name: canary.name,
                minReplicas: Math.min(1, scaling.min),
                ...implementationOf(newVersion(service), props),
              },
            },
          ],
        }),
    ...(transformer === undefined
      ? {}
      : {
          transformer: {
            ...scalingOf(transformer.scaling),
            ...ownServer(transformer, transformer, site, undefined),
          },
        }),
  };
};

/** Annotations of an InferenceService and label that decides who reaches it. */
const metadataOf = ({
  service: { name, namespace, mode, visibility, scraping },
  version,
}: InferenceServiceProps) => ({
  name,
  namespace,
  labels: {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': 'inference-service',
    ...(mode === 'Knative'
      ? visibility === 'cluster'
        ? { 'networking.knative.dev/visibility': 'cluster-local' }
        : {}
      : { 'networking.kserve.io/visibility': visibility === 'cluster' ? 'cluster-local' : 'exposed' }),
  },
  annotations: {
    'serving.kserve.io/deploymentMode': modeNames[version][mode],
    ...(scraping ? { 'serving.kserve.io/enable-prometheus-scraping': 'true' } : {}),
  },
});

/** A model served by KServe. https://kserve.github.io/website/ */
export class InferenceService extends Construct {
  constructor(scope: Construct, id: string, props: InferenceServiceProps) {
    super(scope, id);
    const { service, site } = props;
    const { name, namespace, callers, egress } = service;
    const metadata = metadataOf(props);
    new ApiObject(this, 'service', {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata,
      spec: specOf(props),
    });
    addWorkPolicy(this, {
      name: `inference-${name}`,
      namespace,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'inference-service' },
      pods: { 'serving.kserve.io/inferenceservice': name },
      together: true,
      callers:
        callers.length === 0
          ? []
          : [{ from: callers.map((caller) => podsIn(caller.namespace ?? namespace, caller.podLabels)) }],
      egress,
      site,
    });
  }
}
