import { fieldAt, stringAt } from '../kubernetes';
import type { ApiClient } from './api-client';

/** Where the API server keeps objects of a kind. */
export interface Resource {
  readonly namespaced: boolean;
  /** Path of the collection; of all namespaces where none is given. */
  readonly collection: (namespace?: string) => string;
  readonly path: (object: { readonly namespace?: string | undefined; readonly name: string }) => string;
}

/** Looks up where kinds are served. */
export interface ResourceMap {
  /** The resource of a kind, or undefined where the API server does not serve it (yet). */
  readonly of: (apiVersion: string, kind: string) => Promise<Resource | undefined>;
}

const groupPath = (apiVersion: string): string =>
  apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

const resourceAt = (root: string, plural: string, namespaced: boolean): Resource => {
  const collection = (namespace?: string): string =>
    namespaced && namespace !== undefined ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
  return { namespaced, collection, path: ({ namespace, name }) => `${collection(namespace)}/${name}` };
};

/**
 * Discovery, remembered: each group version is asked for once, and again while a kind of it is missing.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export const resourceMap = (api: ApiClient): ResourceMap => {
  const known = new Map<string, Resource>();
  return {
    of: async (apiVersion, kind) => {
      const id = `${apiVersion}/${kind}`;
      if (known.has(id)) return known.get(id);
      const root = groupPath(apiVersion);
      const answer = await api.find(root);
      const resources = fieldAt(answer, 'resources');
      for (const resource of Array.isArray(resources) ? resources : []) {
        const plural = stringAt(resource, 'name') ?? '';
        const served = stringAt(resource, 'kind');
        if (served === undefined || plural.includes('/')) continue;
        known.set(
          `${apiVersion}/${served}`,
          resourceAt(root, plural, fieldAt(resource, 'namespaced') === true),
        );
      }
      return known.get(id);
    },
  };
};
