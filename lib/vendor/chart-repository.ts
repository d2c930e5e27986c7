import { parse } from 'yaml';
import { listAt, stringAt } from '../kubernetes';
import { fetchText, type FetchOptions } from './download';
import { refuse } from './refuse';

/** Where an archive is, and what it must be where somebody has said so. */
export interface Located {
  readonly url: string;
  readonly sha256?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const parsedIndex = (text: string, url: string): unknown => {
  try {
    const value: unknown = parse(text, { maxAliasCount: 100 });
    return value;
  } catch {
    return refuse('vendor/index', url, {
      got: 'no YAML',
      want: 'the index of a chart repository',
      fix: 'see that the address is that of a chart repository',
    });
  }
};

/** Finds a chart's archive in a repository. https://helm.sh/docs/topics/chart_repository/ */
export const locateInRepository = async (
  repoURL: string,
  chart: string,
  version: string,
  options: FetchOptions,
): Promise<Located> => {
  const base = repoURL.endsWith('/') ? repoURL : `${repoURL}/`;
  const indexUrl = new URL('index.yaml', base).href;
  const index = parsedIndex(await fetchText(indexUrl, options), indexUrl);
  const known = listAt(index, 'entries', chart);
  const plain = (text: string | undefined): string | undefined => text?.replace(/^v/, '');
  const found = known.find((each) => plain(stringAt(each, 'version')) === plain(version));
  const [first] = listAt(found, 'urls');
  if (found === undefined || typeof first !== 'string') {
    const versions = known.map((each) => stringAt(each, 'version')).slice(0, 5);
    return refuse('vendor/chart', indexUrl, {
      got: known.length === 0 ? `no chart ${chart}` : `no version ${version} of ${chart}`,
      want: known.length === 0 ? 'the chart' : `one of its versions, such as ${versions.join(', ')}`,
      fix: 'correct the version in the platform',
    });
  }
  const sha256 = stringAt(found, 'digest')?.replace(/^sha256:/, '');
  return { url: new URL(first, base).href, ...(sha256 === undefined ? {} : { sha256 }) };
};
