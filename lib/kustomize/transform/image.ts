import type { FieldSpec } from '../config/field-spec';
import { goRegularExpression } from '../resource/regular-expression';
import { fieldOf, requireKind, setScalar } from '../tree/edit';
import { isMissing, Node } from '../tree/node';
import { applyField } from './apply-field';
import type { Transformer } from './transformer';

/** What becomes of images of a name; empty parts change nothing. */
export interface ImageChange {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly tagSuffix: string;
  readonly digest: string;
}

interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** A reference taken apart; a colon before the first slash is a port. */
const split = (image: string): ImageParts => {
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const colon = image.indexOf(':', slash);
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' };
  if (at >= 0 && (colon < 0 || at < colon))
    return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (at >= 0)
    return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
};

const changed = (image: string, change: ImageChange): string => {
  const parts = split(image);
  const name = change.newName === '' ? parts.name : change.newName;
  let { tag, digest } = parts;
  if (change.newTag !== '') {
    tag = change.newTag;
    digest = change.digest;
  } else if (change.digest !== '') {
    tag = '';
    digest = change.digest;
  } else if (change.tagSuffix !== '') {
    tag += change.tagSuffix;
    digest = '';
  }
  return name + (tag === '' ? '' : `:${tag}`) + (digest === '' ? '' : `@${digest}`);
};

/** Looks for `containers` and `initContainers` anywhere in an object. */
const visitContainers = (node: Node, visit: (container: Node) => void): void => {
  for (const item of node.items) visitContainers(item, visit);
  for (const [name, value] of node.fields) {
    visitContainers(value, visit);
    if ((name === 'containers' || name === 'initContainers') && value.kind === 'list')
      value.items.forEach(visit);
  }
};

/** Gives images of a name another name, tag or digest, in containers anywhere and in the configured fields. */
export const setImage =
  (change: ImageChange, fields: readonly FieldSpec[]): Transformer =>
  (resources) => {
    // the name is part of a regular expression, as it is in kustomize
    const pattern = goRegularExpression(`^${change.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
    const set = (node: Node): void => {
      requireKind(node, 'scalar');
      if (pattern.test(node.text)) setScalar(node, Node.scalar(changed(node.text, change)));
    };
    for (const resource of resources.all) {
      if (resource.kind === 'CustomResourceDefinition') continue;
      visitContainers(resource.root, (container) => {
        const image = fieldOf(container, 'image');
        if (!isMissing(image)) set(image);
      });
    }
    for (const resource of resources.all) {
      if (resource.kind === 'CustomResourceDefinition') continue;
      for (const field of fields) applyField(resource, field, { set });
    }
  };
