import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import { isRecord, listAt, recordAt, stringAt } from '../../lib/kubernetes';

/** What the API server answered. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  /** The object, the list, or a Status that says what is wrong. */
  readonly body: unknown;
}

/** Talks to an API server as the user of a kubeconfig, without the start-up time of a kubectl per question. */
export interface ApiClient {
  /** The object or list at a path; throws when the server says anything but 200. */
  readonly get: (path: string) => Promise<Readonly<Record<string, unknown>>>;
  /** The items of the list at a path; throws when the server says anything but 200. */
  readonly list: (path: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Creates an object in the collection at a path; refusals are answers. */
  readonly create: (path: string, object: object) => Promise<Answer>;
  readonly close: () => void;
}

const named = (
  config: unknown,
  list: string,
  name: string | undefined,
  field: string,
): Record<string, unknown> => {
  const entry = listAt(config, list).find((candidate) => stringAt(candidate, 'name') === name);
  return { ...recordAt(entry, field) };
};

/** Reads a PEM that a kubeconfig has inline (`<field>-data`) or in a file. */
const pem = (holder: Record<string, unknown>, field: string): Buffer => {
  const inline = stringAt(holder, `${field}-data`);
  if (inline !== undefined) return Buffer.from(inline, 'base64');
  const file = stringAt(holder, field);
  if (file === undefined) throw new Error(`the kubeconfig has no ${field}`);
  return readFileSync(file);
};

/** A client for the current context of a kubeconfig with client certificates. */
export const apiClient = (kubeconfig: string): ApiClient => {
  const config: unknown = parse(readFileSync(kubeconfig, 'utf8'));
  const context = named(config, 'contexts', stringAt(config, 'current-context'), 'context');
  const cluster = named(config, 'clusters', stringAt(context, 'cluster'), 'cluster');
  const user = named(config, 'users', stringAt(context, 'user'), 'user');
  const server = stringAt(cluster, 'server');
  if (server === undefined) throw new Error(`${kubeconfig} names no server`);
  const agent = new Agent({
    keepAlive: true,
    ca: pem(cluster, 'certificate-authority'),
    cert: pem(user, 'client-certificate'),
    key: pem(user, 'client-key'),
  });

  const ask = (method: 'GET' | 'POST', path: string, object?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const question = request(
        new URL(path, server),
        { method, agent, headers, timeout: 30_000 },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown });
            } catch {
              reject(new Error(`${method} ${path}: ${text}`));
            }
          });
        },
      );
      question.on('timeout', () => question.destroy(new Error(`${method} ${path}: no answer in 30 s`)));
      question.on('error', reject);
      question.end(object === undefined ? undefined : JSON.stringify(object));
    });

  const get = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const { status, body } = await ask('GET', path);
    if (status !== 200 || !isRecord(body))
      throw new Error(`GET ${path}: ${status} ${stringAt(body, 'message') ?? ''}`);
    return body;
  };
  return {
    get,
    list: async (path) => listAt(await get(path), 'items').filter(isRecord),
    create: (path, object) => ask('POST', path, object),
    close: () => agent.destroy(),
  };
};
