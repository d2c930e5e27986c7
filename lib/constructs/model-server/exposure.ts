import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { servedNames, type ModelDefinition } from '../../platform';
import { serviceLabels } from './canary';
import type { MetadataOf } from './labels';
import type { ServerPort } from './runtimes';
import { modelService } from './services';

type Exposure = ModelDefinition['exposure'];

/** What an exposure leads to. */
export interface ExposureProps {
  readonly model: ModelDefinition;
  /** First port of the server. */
  readonly api: ServerPort;
  readonly metadata: MetadataOf;
}

const ingress = (
  scope: Construct,
  { className, tlsSecret, host, path, annotations }: Extract<Exposure, { kind: 'ingress' }>,
  { model, api, metadata }: ExposureProps,
): void => {
  const { server } = servedNames(model.name);
  new k8s.KubeIngress(scope, 'ingress', {
    metadata: { ...metadata(server), annotations },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      ...(tlsSecret === undefined ? {} : { tls: [{ hosts: [host], secretName: tlsSecret }] }),
      rules: [
        {
          host,
          http: {
            paths: [
              { path, pathType: 'Prefix', backend: { service: { name: server, port: { name: api.name } } } },
            ],
          },
        },
      ],
    },
  });
};

/**
 * Every default of the HTTPRoute is written out: the API server fills them into lists, where Argo CD would see a
 * difference. https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
const route = (
  scope: Construct,
  { host, path, gateway }: Extract<Exposure, { kind: 'route' }>,
  { model, api, metadata }: ExposureProps,
): void => {
  const names = servedNames(model.name);
  const backend = (name: string, weight: number) => ({
    group: '',
    kind: 'Service',
    name,
    port: api.number,
    weight,
  });
  const canary = model.canary?.by === 'route' ? model.canary.weight : undefined;
  new ApiObject(scope, 'route', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata(names.server),
    spec: {
      parentRefs: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'Gateway',
          namespace: gateway.namespace,
          name: gateway.name,
          ...(gateway.listener === undefined ? {} : { sectionName: gateway.listener }),
        },
      ],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: path } }],
          backendRefs:
            canary === undefined
              ? [backend(names.server, 1)]
              : [backend(names.server, 100 - canary), backend(names.canary, canary)],
        },
      ],
    },
  });
};

/** Makes the model reachable from outside the cluster, in the way that it asks for. */
export const expose = (scope: Construct, props: ExposureProps): void => {
  const { model, api, metadata } = props;
  const { exposure } = model;
  switch (exposure.kind) {
    case 'none':
      return;
    case 'loadBalancer': {
      const { port, sourceRanges, annotations } = exposure;
      modelService(scope, 'external', {
        metadata: { ...metadata(servedNames(model.name).external), annotations },
        ports: [api],
        selector: serviceLabels(model),
        type: { kind: 'loadBalancer', port, sourceRanges },
      });
      return;
    }
    case 'ingress':
      ingress(scope, exposure, props);
      return;
    case 'route':
      route(scope, exposure, props);
  }
};
