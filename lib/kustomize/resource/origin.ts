import { posix } from 'node:path';
import { remoteKind } from '../loader/remote';
import { stringText } from '../yaml/emit-string';
import { originAnnotation, transformationsAnnotation } from './annotations';
import type { ResourceList } from './list';
import type { Resource } from './resource';

/** The generator or transformer that made or changed a resource. */
export interface ConfiguredBy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Where a resource comes from: a file, or the configuration of a generator. */
export interface Origin {
  readonly path: string;
  readonly configuredIn: string;
  readonly configuredBy: ConfiguredBy | undefined;
}

/** The folder that a build starts at. */
export const rootOrigin: Origin = { path: '', configuredIn: '', configuredBy: undefined };

/** The origin of what stands at a path in the folder of another. */
export const originAt = (origin: Origin, path: string): Origin => ({
  ...origin,
  path: remoteKind(path) === undefined ? cleaned(posix.join(origin.path, path)) : path,
});

const cleaned = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

const line = (name: string, text: string): string =>
  text === '' ? '' : `${name}: ${stringText(text, 0, 2)}\n`;

const textOfOrigin = ({ path, configuredIn, configuredBy }: Origin): string => {
  const by =
    configuredBy === undefined
      ? ''
      : line('  apiVersion', configuredBy.apiVersion) +
        line('  kind', configuredBy.kind) +
        line('  name', configuredBy.name) +
        line('  namespace', configuredBy.namespace);
  return line('path', path) + line('configuredIn', configuredIn) + (by === '' ? '' : `configuredBy:\n${by}`);
};

const orEmpty = (text: string): string => (text === '' ? '{}\n' : text);

export const setOrigin = (resource: Resource, origin: Origin): void => {
  resource.note(originAnnotation, orEmpty(textOfOrigin(origin)));
};

/** Notes where generated resources come from, unless they know. */
export const addOrigins = (resources: readonly Resource[], origin: Origin | undefined): void => {
  if (origin === undefined) return;
  for (const resource of resources)
    if (resource.noted(originAnnotation) === undefined) setOrigin(resource, origin);
};

/** Notes that a transformer went over everything. */
export const addTransformation = (resources: ResourceList, origin: Origin | undefined): void => {
  if (origin === undefined) return;
  const item = orEmpty(textOfOrigin(origin)).replace(/\n(?=.)/g, '\n  ');
  for (const resource of resources.all) {
    if (resource.noted(originAnnotation) === undefined) setOrigin(resource, origin);
    else
      resource.note(transformationsAnnotation, `${resource.noted(transformationsAnnotation) ?? ''}- ${item}`);
  }
};
