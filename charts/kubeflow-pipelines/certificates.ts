import type { KubernetesObject } from '../../lib/kubernetes';
import type { Install } from './install';
import { parts, type Part } from './parts';
import { apiWebhookSecret } from './services/webhooks';
import { tlsSecret } from './services/tls';

const apiVersion = 'cert-manager.io/v1';

/** A certificate for servers inside the cluster. */
export interface InternalCertificate {
  /** Name of the Certificate and of its Secret, unless another is said. */
  readonly name: string;
  readonly secretName?: string;
  /** Name of the issuer that signs itself. */
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** A Certificate, with an issuer of its own that signs itself unless the site has named one. */
export const internalCertificate = (
  { namespace, settings }: Install,
  { name, secretName, issuer, dnsNames, ipAddresses }: InternalCertificate,
): readonly KubernetesObject[] => {
  const named = settings.certificates.issuer;
  const certificate = {
    apiVersion,
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: {
      commonName: name,
      // It signs itself, and so is the CA that its clients trust.
      isCA: true,
      dnsNames,
      ...(ipAddresses === undefined ? {} : { ipAddresses }),
      issuerRef: named ?? { kind: 'Issuer', name: issuer },
      secretName: secretName ?? name,
    },
  };
  return [
    ...(named === undefined
      ? [{ apiVersion, kind: 'Issuer', metadata: { name: issuer, namespace }, spec: { selfSigned: {} } }]
      : []),
    named === undefined ? certificate : { ...certificate, spec: { ...certificate.spec, isCA: false } },
  ];
};

/** Every name that a Service has in the cluster. */
export const serviceNames = (name: string, { namespace, settings }: Install): readonly string[] => [
  name,
  `${name}.${namespace}`,
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.${settings.clusterDomain}`,
];

const betweenServices = (install: Install): readonly KubernetesObject[] =>
  internalCertificate(install, {
    name: tlsSecret,
    issuer: 'kfp-api-tls-selfsigned-issuer',
    dnsNames: [
      ...serviceNames('ml-pipeline', install),
      'ml-pipeline-scheduledworkflow',
      'metadata-envoy',
      'metadata-envoy-service',
      ...serviceNames('metadata-grpc-service', install),
      'localhost',
    ],
    ipAddresses: ['127.0.0.1'],
  });

const ofWebhooks = (install: Install): readonly KubernetesObject[] =>
  internalCertificate(install, {
    name: apiWebhookSecret,
    issuer: 'kfp-api-webhook-selfsigned-issuer',
    dnsNames: serviceNames('ml-pipeline', install),
  });

/** Certificates of the services and of the API server's webhooks. */
export const certificates = (install: Install): readonly Part[] => [
  ...(install.tls
    ? parts('cert-manager', betweenServices(install), { field: 'spec.kubeflowPipelines.tls' })
    : []),
  ...(install.nativeStore
    ? parts('cert-manager', ofWebhooks(install), { field: 'spec.kubeflowPipelines.pipelineStore' })
    : []),
];
