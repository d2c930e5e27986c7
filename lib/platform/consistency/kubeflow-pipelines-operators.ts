import type { PlatformSpec } from '../platform';
import type { Inconsistency } from './inconsistency';

type Settings = PlatformSpec['kubeflowPipelines'];

/** An operator that some settings count on, and the definition by which its presence is told. */
interface Operator {
  readonly product: string;
  readonly definition: string;
}

const certManager: Operator = {
  product: 'cert-manager',
  definition: 'certificates.cert-manager.io',
};
const externalSecrets: Operator = {
  product: 'the External Secrets Operator',
  definition: 'externalsecrets.external-secrets.io',
};
const passwords: Operator = {
  product: 'the External Secrets Operator',
  definition: 'passwords.generators.external-secrets.io',
};
const sealedSecrets: Operator = {
  product: 'the Sealed Secrets controller',
  definition: 'sealedsecrets.bitnami.com',
};
const istio: Operator = {
  product: 'Istio',
  definition: 'authorizationpolicies.security.istio.io',
};
const profiles: Operator = {
  product: 'Kubeflow Profiles',
  definition: 'profiles.kubeflow.org',
};
const gatewayApi: Operator = {
  product: 'the Gateway API',
  definition: 'httproutes.gateway.networking.k8s.io',
};

/** What one setting needs, and how to do without. */
interface Need {
  readonly path: string;
  readonly setting: string;
  readonly why: string;
  readonly operators: readonly Operator[];
  readonly otherwise: string;
}

const needsOf = (settings: Settings): readonly Need[] => {
  const { tls, pipelineStore, cache, credentials, mode, ui } = settings;
  const needs: readonly (Need | false)[] = [
    tls.enabled && {
      path: 'tls.enabled',
      setting: 'TLS between the services',
      why: 'it makes the certificate that they show each other',
      operators: [certManager],
      otherwise: 'set tls.enabled to false',
    },
    pipelineStore === 'kubernetes' && {
      path: 'pipelineStore',
      setting: 'the Kubernetes-native pipeline store',
      why: 'it makes the certificate of the two webhooks, without which no PipelineVersion can be created',
      operators: [certManager],
      otherwise: 'set pipelineStore to database',
    },
    cache.enabled &&
      !cache.upstreamCacheDeployer && {
        path: 'cache.enabled',
        setting: 'the cache webhook',
        why: 'it makes the certificate that the API server trusts',
        operators: [certManager],
        otherwise: 'set cache.enabled to false',
      },
    ui.exposure.kind === 'ingress' &&
      ui.exposure.tls.kind === 'issuer' && {
        path: 'ui.exposure.tls.kind',
        setting: 'a certificate from an issuer',
        why: 'it gets the certificate of the host',
        operators: [certManager],
        otherwise: 'name a Secret: tls: {kind: secret, name: …}',
      },
    ui.exposure.kind === 'gateway' && {
      path: 'ui.exposure.kind',
      setting: 'a route at a Gateway',
      why: 'it knows HTTPRoutes',
      operators: [gatewayApi],
      otherwise: 'use kind ingress',
    },
    credentials.kind === 'generated' && {
      path: 'credentials.kind',
      setting: 'credentials that are made in the cluster',
      why: 'it makes them',
      operators: [externalSecrets, passwords],
      otherwise: 'set credentials.kind to existing or sealed-secret',
    },
    credentials.kind === 'external-secret' && {
      path: 'credentials.kind',
      setting: 'credentials from a store',
      why: 'it reads the store',
      operators: [externalSecrets],
      otherwise: 'set credentials.kind to existing or sealed-secret',
    },
    credentials.kind === 'sealed-secret' && {
      path: 'credentials.kind',
      setting: 'sealed credentials',
      why: 'it opens them',
      operators: [sealedSecrets],
      otherwise: 'set credentials.kind to existing',
    },
    mode.kind === 'multi-user' && {
      path: 'mode.kind',
      setting: 'multi-user mode',
      why: 'they say who calls, and make the namespaces of users',
      operators: [istio, profiles],
      otherwise: 'use mode single-user',
    },
  ];
  return needs.filter((need) => need !== false);
};

/** Definitions that something other than the platform brings; a component of ours that installs them counts as well. */
const isThere = ({ existing, addons }: PlatformSpec, operator: Operator): boolean =>
  existing.some(({ object }) => object === `CustomResourceDefinition/${operator.definition}`) ||
  (operator === certManager && addons.certificates !== undefined) ||
  ([externalSecrets, passwords].includes(operator) && addons.externalSecrets !== undefined) ||
  (operator === gatewayApi && addons.gateway !== undefined);

/** Settings that count on an operator of which nobody says that it is in the cluster. */
export const definitionProblems = (spec: PlatformSpec): readonly Inconsistency[] =>
  needsOf(spec.kubeflowPipelines).flatMap(({ path, setting, why, operators, otherwise }) => {
    const missing = operators.filter((operator) => !isThere(spec, operator));
    if (missing.length === 0) return [];
    const products = [...new Set(missing.map(({ product }) => product))].join(' and ');
    return [
      {
        rule: 'kubeflow-pipelines/operator',
        field: `spec.kubeflowPipelines.${path}`,
        got: `${setting} without ${products}`,
        want: `${products} in the cluster: ${why}`,
        fix: `add ${missing
          .map(({ definition }) => `{object: CustomResourceDefinition/${definition}, by: …}`)
          .join(' and ')} to spec.existing once the site installs it, or ${otherwise}`,
      },
    ];
  });
