import { hash } from 'node:crypto';
import { groupOf, type ObjectKey } from '../kubernetes';
import type { Manifest, RenderedComponent } from '../render';
import { homeGroup } from './built-in-kinds';

const longestFileName = 255;
const extension = '.yaml';
const fileSafe = /^[A-Za-z0-9._-]*$/;
const unsafe = /[^A-Za-z0-9._-]/gu;

const percentEncoded = (character: string): string =>
  [...Buffer.from(character, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');

/** Orders paths; they are ASCII, so that code units are code points. */
export const comparePaths = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A text as part of a file name; different texts stay different, for `%` is encoded too. */
const encoded = (text: string): string => (fileSafe.test(text) ? text : text.replace(unsafe, percentEncoded));

/** A text as the name of a folder: never hidden, never `.` or `..`. */
const folderName = (text: string): string => encoded(text).replace(/^\./, '%2E');

const fileName = (stem: string): string => {
  const name = `${stem}${extension}`;
  if (name.length <= longestFileName) return name;
  const suffix = `-${hash('sha256', stem, 'hex').slice(0, 16)}${extension}`;
  return `${stem.slice(0, longestFileName - suffix.length)}${suffix}`;
};

/** Custom kinds that a component has from several groups. */
const ambiguousKinds = (component: RenderedComponent): ReadonlySet<string> => {
  const groups = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { object } of component.manifests) {
    const group = groupOf(object.apiVersion);
    const known = groups.get(object.kind);
    if (known === undefined) groups.set(object.kind, group);
    else if (known !== group) ambiguous.add(object.kind);
  }
  return ambiguous;
};

const ambiguousByComponent = new WeakMap<RenderedComponent, ReadonlySet<string>>();

const ambiguousIn = (component: RenderedComponent): ReadonlySet<string> => {
  const known = ambiguousByComponent.get(component);
  if (known !== undefined) return known;
  const ambiguous = ambiguousKinds(component);
  ambiguousByComponent.set(component, ambiguous);
  return ambiguous;
};

const qualifiedKind = ({ kind, group }: ObjectKey, ambiguous: ReadonlySet<string>): string => {
  const home = homeGroup(kind);
  const bare = home === undefined ? !ambiguous.has(kind) : home === group;
  return bare ? kind : `${kind}.${group}`;
};

/**
 * The file of an object, relative to the root of the tree: `<component>/<Kind>-<name>.yaml` for cluster-scoped objects
 * and for those in the component's own namespace, `<component>/<namespace>/<Kind>-<name>.yaml` for the others.
 * A kind that a built-in group has too (Knative's Service), or that the component has from several groups, is written
 * `<Kind>.<group>`. Nothing else decides: not where the code stands, not the order of objects.
 */
export const pathOf = ({ key }: Manifest, component: RenderedComponent): string => {
  const kind = qualifiedKind(key, ambiguousIn(component));
  const file = fileName(encoded(`${kind}-${key.name}`));
  const folder = folderName(component.name);
  const inOwnNamespace = key.namespace === '' || key.namespace === component.namespace;
  return inOwnNamespace ? `${folder}/${file}` : `${folder}/${folderName(key.namespace)}/${file}`;
};
