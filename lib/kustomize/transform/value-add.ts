import { complain } from '../problem';
import { select, type Selector } from '../resource/selector';
import { requireKind, setScalar } from '../tree/edit';
import { lookUp } from '../tree/look-up';
import { Node } from '../tree/node';
import { splitPath } from '../tree/path';
import { setNamespaceOf } from './namespace';
import type { Transformer } from './transformer';

/** A field that a value is written into. */
export interface ValueAddTarget {
  readonly selector: Selector | undefined;
  readonly fieldPath: string;
  /** One-based position among the parts of a path in the field; 0 replaces the field. */
  readonly filePathPosition: number;
}

/** A path with one part more at a position; an absolute path stays absolute. */
const withPart = (path: string, position: number, part: string): string => {
  if (part === '') return path;
  const absolute = path.startsWith('/');
  const parts = path.split('/').filter((each) => each !== '');
  parts.splice(Math.min(position, parts.length), 0, part);
  return `${absolute ? '/' : ''}${parts.join('/')}`;
};

/** Writes one value into fields of many resources. */
export const addValue =
  (value: string, targets: readonly ValueAddTarget[]): Transformer =>
  (resources) => {
    for (const { selector, fieldPath, filePathPosition } of targets) {
      for (const resource of selector === undefined ? resources.all : select(resources.all, selector)) {
        if (fieldPath === 'metadata/namespace') {
          setNamespaceOf(resource, {
            namespace: value,
            fields: [],
            unsetOnly: false,
            subjects: 'defaultOnly',
          });
          continue;
        }
        const node = lookUp(resource.root, splitPath(fieldPath, '/'), 'scalar');
        if (node === undefined) continue;
        requireKind(node, 'scalar');
        const text = filePathPosition > 0 ? withPart(node.text, filePathPosition - 1, value) : value;
        setScalar(node, Node.scalar(text));
      }
    }
    resources.changed();
  };

/** Complains of targets that cannot be meant. */
export const checkTargets = (targets: readonly ValueAddTarget[]): void => {
  const wrong = targets.find(({ fieldPath, filePathPosition }) => fieldPath === '' || filePathPosition < 0);
  if (targets.length > 0 && wrong === undefined) return;
  complain({
    rule: 'kustomize/value-add',
    got:
      wrong === undefined
        ? 'must specify at least one target'
        : wrong.fieldPath === ''
          ? 'fieldPath cannot be empty'
          : `value of FilePathPosition (${wrong.filePathPosition}) cannot be negative`,
    want: 'targets with a fieldPath, and positions from 1 on',
    fix: 'complete the targets',
  });
};
