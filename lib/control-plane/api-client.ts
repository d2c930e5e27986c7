import { Agent, request } from 'node:https';
import { isRecord, listAt, stringAt } from '../kubernetes';
import { connectionOf } from './kubeconfig';

/** What the API server answered. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  /** The object, the list, or a Status that says what is wrong. */
  readonly body: unknown;
  /** Texts of its `Warning` headers. */
  readonly warnings: readonly string[];
}

/** How an object is changed. https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update */
export type PatchKind = 'merge' | 'json' | 'apply';

/** Talks to an API server as the user of a kubeconfig, without the start-up time of a kubectl per question. */
export interface ApiClient {
  /** The object or list at a path; throws when the server says anything but 200. */
  readonly get: (path: string) => Promise<Readonly<Record<string, unknown>>>;
  /** The object at a path, or undefined where there is none; throws for any other answer. */
  readonly find: (path: string) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** The items of the list at a path; throws when the server says anything but 200. */
  readonly list: (path: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Creates an object in the collection at a path; refusals are answers. */
  readonly create: (path: string, object: object) => Promise<Answer>;
  /** Changes the object at a path; refusals are answers. */
  readonly patch: (path: string, kind: PatchKind, patch: object) => Promise<Answer>;
  /** Deletes the object or collection at a path; refusals are answers. */
  readonly remove: (path: string, options?: object) => Promise<Answer>;
  readonly close: () => void;
}

const contentTypes: Readonly<Record<PatchKind, string>> = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** `299 - "text"`, several of them joined by commas where the server sent several headers. RFC 9110 has the grammar. */
const warningTexts = (header: string | undefined): readonly string[] =>
  [...(header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  );

/** What JSON says; undefined for anything else: of a group that is not served the server says so in plain text. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A client for a context of a kubeconfig; the current one by default. */
export const apiClient = (kubeconfig: string, context?: string): ApiClient => {
  const { server, tls, headers: credentials } = connectionOf(kubeconfig, context);
  const agent = new Agent({ keepAlive: true, ...tls });

  const ask = (
    method: string,
    path: string,
    body?: { readonly type: string; readonly content: object },
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body.content));
      const question = request(
        new URL(path, server),
        {
          method,
          agent,
          timeout: 30_000,
          headers: {
            accept: 'application/json',
            ...credentials,
            // Node would send the body of a DELETE without saying where it ends.
            ...(body === undefined || content === undefined
              ? {}
              : { 'content-type': body.type, 'content-length': content.length }),
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0 } = response;
            const body = parsed(text) ?? (status >= 400 ? { message: text.trim() } : undefined);
            if (body === undefined) reject(new Error(`${method} ${path}: ${text}`));
            else resolve({ status, body, warnings: warningTexts(response.headers['warning']) });
          });
        },
      );
      question.on('timeout', () => question.destroy(new Error(`${method} ${path}: no answer in 30 s`)));
      question.on('error', reject);
      question.end(content);
    });

  const find = async (path: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const { status, body } = await ask('GET', path);
    if (status === 404) return undefined;
    if (status !== 200 || !isRecord(body))
      throw new Error(`GET ${path}: ${status} ${stringAt(body, 'message') ?? ''}`);
    return body;
  };
  const get = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const found = await find(path);
    if (found === undefined) throw new Error(`GET ${path}: there is no such thing`);
    return found;
  };
  return {
    get,
    find,
    list: async (path) => listAt(await get(path), 'items').filter(isRecord),
    create: (path, object) => ask('POST', path, { type: 'application/json', content: object }),
    patch: (path, kind, patch) => ask('PATCH', path, { type: contentTypes[kind], content: patch }),
    remove: (path, options = {}) => ask('DELETE', path, { type: 'application/json', content: options }),
    close: () => agent.destroy(),
  };
};
