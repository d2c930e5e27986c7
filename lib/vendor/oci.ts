import { isRecord, listAt, stringAt } from '../kubernetes';
import type { Located } from './chart-repository';
import { request, type FetchOptions } from './download';
import { refuse } from './refuse';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Registries on loopback speak plain HTTP, as for every client. */
const schemeOf = (host: string): string => (/^(localhost|127\.|\[::1\])/.test(host) ? 'http' : 'https');

/** A token for whoever asks: public charts need one too. https://distribution.github.io/distribution/spec/auth/token/ */
const anonymousToken = async (challenge: string, options: FetchOptions): Promise<string | undefined> => {
  const fields = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const realm = fields.get('realm');
  if (!/^bearer /i.test(challenge) || realm === undefined) return undefined;
  const url = new URL(realm);
  for (const key of ['service', 'scope']) {
    const value = fields.get(key);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const answer: unknown = await (await request(url.href, options)).json();
  return stringAt(answer, 'token') ?? stringAt(answer, 'access_token');
};

/**
 * Finds a chart's archive in a registry: `oci://host/path` and the chart below it.
 * https://helm.sh/docs/topics/registries/
 */
export const locateInRegistry = async (
  repoURL: string,
  chart: string,
  version: string,
  options: FetchOptions,
): Promise<Located> => {
  const [host = '', ...path] = repoURL.replace(/^oci:\/\//, '').split('/');
  const repository = [...path, chart].join('/');
  const base = `${schemeOf(host)}://${host}/v2/${repository}`;
  // A tag may not have the + of a version.
  const url = `${base}/manifests/${version.replaceAll('+', '_')}`;
  const accept = { accept: manifestType };
  let response = await request(url, { ...options, headers: accept });
  let authorization: Readonly<Record<string, string>> = {};
  if (response.status === 401) {
    const token = await anonymousToken(response.headers.get('www-authenticate') ?? '', options);
    if (token !== undefined) {
      authorization = { authorization: `Bearer ${token}` };
      response = await request(url, { ...options, headers: { ...accept, ...authorization } });
    }
  }
  const manifest: unknown = response.ok ? await response.json() : undefined;
  const layer = listAt(manifest, 'layers').find((each) => isRecord(each) && each['mediaType'] === chartLayer);
  const digest = stringAt(layer, 'digest');
  if (digest === undefined || !digest.startsWith('sha256:')) {
    return refuse('vendor/chart', url, {
      got: response.ok ? 'no Helm chart' : `status ${response.status}`,
      want: `version ${version} of the chart`,
      fix: 'see that address, chart and version are right',
    });
  }
  return {
    url: `${base}/blobs/${digest}`,
    sha256: digest.slice('sha256:'.length),
    headers: authorization,
  };
};
