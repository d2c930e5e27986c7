import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ResourceMap } from '../../control-plane';
import { listAt, stringAt } from '../../kubernetes';
import type { CertificateAuthority } from '../stage/certificates';
import type { Ledger } from './ledger';

/** An object as the API server has it. */
export type Live = Readonly<Record<string, unknown>>;

/** What a stand-in works with. */
export interface Scene {
  readonly api: ApiClient;
  readonly resources: ResourceMap;
  readonly authority: CertificateAuthority;
  /** Where it writes down what it did. */
  readonly ledger: Ledger;
  /** Hears what it could not do, each sentence once. */
  readonly report: (line: string) => void;
}

/** A stand-in for a controller: it looks at the cluster again and again and does what is left to do. */
export interface Controller {
  readonly name: string;
  readonly round: () => Promise<void>;
}

/** Time between two looks. */
const pauseMs = 400;

/** Runs controllers until aborted. What goes wrong is reported; the API server may go away and come back. */
export const runControllers = async (
  controllers: readonly Controller[],
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    for (const { name, round } of controllers) {
      if (signal.aborted) return;
      await round().catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        if (!signal.aborted && !isOutage(error)) report(`stand-in for ${name}: ${text}`);
      });
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
};

/** A server that is starting or ending is no news: whoever takes it away says so. */
const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|no answer in|: (?:403|429|500|503) /.test(error.message);

/** All objects of a kind, of one namespace where one is given; none where the kind is not served. */
export const listKind = async (
  { api, resources }: Pick<Scene, 'api' | 'resources'>,
  apiVersion: string,
  kind: string,
  namespace?: string,
): Promise<readonly Live[]> => {
  const resource = await resources.of(apiVersion, kind);
  if (resource === undefined) return [];
  const found = await api.find(resource.collection(namespace));
  return listAt(found, 'items').filter((item): item is Live => typeof item === 'object' && item !== null);
};

/** The object of a kind with a name, or undefined. */
export const findObject = async (
  { api, resources }: Pick<Scene, 'api' | 'resources'>,
  apiVersion: string,
  kind: string,
  key: { readonly namespace?: string | undefined; readonly name: string },
): Promise<Live | undefined> => {
  const resource = await resources.of(apiVersion, kind);
  return resource === undefined ? undefined : api.find(resource.path(key));
};

/** Name of an object. */
export const nameOf = (object: Live): string => stringAt(object, 'metadata', 'name') ?? '';

/** Namespace of an object; empty for cluster-scoped ones. */
export const namespaceOf = (object: Live): string => stringAt(object, 'metadata', 'namespace') ?? '';

/** `Kind/namespace/name` for the ledger. */
export const shown = (kind: string, object: Live): string =>
  [kind, namespaceOf(object), nameOf(object)].filter((part) => part !== '').join('/');

/** Whether somebody is deleting it. */
export const isGoing = (object: Live): boolean =>
  stringAt(object, 'metadata', 'deletionTimestamp') !== undefined;
