import type { EnvironmentVariable, Volume, VolumeMount } from '../argo';
import type { CaBundle, CompileOptions } from './options';

const name = 'ca-bundle';
const folder = '/kfp/certs';
const file = 'ca.crt';

/** Where driver and launcher find the bundle. */
export const caBundlePath = `${folder}/${file}`;

/** What makes a container trust a bundle. */
interface Trust {
  readonly env: readonly EnvironmentVariable[];
  readonly volumeMounts: readonly VolumeMount[];
  readonly volumes: readonly Volume[];
}

const volumeOf = (bundle: CaBundle): Volume => {
  const items = [{ key: bundle.key, path: file }];
  return bundle.kind === 'secret'
    ? { name, secret: { secretName: bundle.name, items } }
    : { name, configMap: { name: bundle.name, items } };
};

/** The bundle on a volume, and the variables by which Python's requests, the AWS tools and OpenSSL find it. */
export const trustOf = ({ caBundle }: CompileOptions): Trust =>
  caBundle === undefined
    ? { env: [], volumeMounts: [], volumes: [] }
    : {
        env: [
          { name: 'REQUESTS_CA_BUNDLE', value: caBundlePath },
          { name: 'AWS_CA_BUNDLE', value: caBundlePath },
          { name: 'SSL_CERT_DIR', value: `${folder}:/etc/ssl/certs:/etc/pki/tls/certs` },
        ],
        volumeMounts: [{ name, mountPath: folder }],
        volumes: [volumeOf(caBundle)],
      };
