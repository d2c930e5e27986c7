import type { Install } from '../install';
import type { Mounted } from '../parts';

/** Secret with the certificate that the services show each other, and the CA that they trust. */
export const tlsSecret = 'kfp-api-tls-cert';

const folder = '/etc/pki/tls/certs';

/** Where the certificate is in the pods. */
export const tlsFiles = {
  folder,
  certificate: `${folder}/tls.crt`,
  key: `${folder}/tls.key`,
  authority: `${folder}/ca.crt`,
} as const;

/** The certificate as a volume; none without TLS. */
export const tlsVolumes = ({ tls }: Install, path: string = folder): readonly Mounted[] =>
  tls ? [{ name: 'tls-certs', path, readOnly: true, source: { secret: { secretName: tlsSecret } } }] : [];

/** The API server's name in the certificate. */
export const apiServerHost = ({ namespace, settings }: Install): string =>
  `ml-pipeline.${namespace}.svc.${settings.clusterDomain}`;
