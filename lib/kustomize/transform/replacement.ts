import { complain } from '../problem';
import { effectiveNamespace, idText, isSelected, type ResourceId } from '../resource/id';
import { labelSelector } from '../resource/label-selector';
import type { Resource } from '../resource/resource';
import type { Selector } from '../resource/selector';
import { isEmpty, textOf, type Node } from '../tree/node';
import { lookUp, matchAll } from '../tree/look-up';
import { splitFieldPath } from '../tree/path';
import type { Transformer } from './transformer';

/** How a value is cut out of, or put into, a text. */
export interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
  readonly create: boolean;
}

/** Where a value comes from. */
export interface ReplacementSource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly fieldPath: string;
  readonly options: FieldOptions | undefined;
}

/** Where a value goes. */
export interface ReplacementTarget {
  readonly select: Selector | undefined;
  readonly reject: readonly Selector[];
  readonly fieldPaths: readonly string[];
  readonly options: FieldOptions | undefined;
}

/** One value that is copied from one field to others. */
export interface Replacement {
  readonly source: ReplacementSource | undefined;
  readonly targets: readonly ReplacementTarget[] | undefined;
}

type NamedSelector = Pick<Selector, 'group' | 'version' | 'kind' | 'name' | 'namespace'>;

const defaultPath = 'metadata.name';

const isSelectedBy = (id: ResourceId, selector: NamedSelector): boolean =>
  (selector.name === '' || selector.name === id.name) &&
  (selector.namespace === '' ||
    effectiveNamespace({ ...id, ...selector, clusterScoped: false }) === effectiveNamespace(id)) &&
  isSelected(id, selector);

const idsOf = (resource: Resource): readonly ResourceId[] => [
  { ...resource.id, clusterScoped: false },
  ...resource.previousIds,
];

const describe = (selector: NamedSelector): string => idText({ ...selector, clusterScoped: false });

const sourceOf = (resources: readonly Resource[], source: ReplacementSource): Node => {
  const [found, second] = resources.filter((each) => idsOf(each).some((id) => isSelectedBy(id, source)));
  if (found === undefined || second !== undefined) {
    return complain({
      rule: 'kustomize/replacement-source',
      got: `${found === undefined ? 'nothing selected by' : 'multiple matches for selector'} ${describe(source)}`,
      want: 'a source that names exactly one resource',
      fix: 'correct or complete kind, name and namespace of the source',
    });
  }
  const path = source.fieldPath === '' ? defaultPath : source.fieldPath;
  const node = lookUp(found.root, splitFieldPath(path));
  if (node !== undefined && !isEmpty(node)) return refined(node, source.options);
  return complain({
    rule: 'kustomize/replacement-source',
    got: `fieldPath \`${path}\` is missing for replacement source ${describe(source)}`,
    want: 'a field with a value',
    fix: 'correct the fieldPath',
  });
};

const requireScalar = (node: Node): void => {
  if (node.kind === 'scalar') return;
  complain({
    rule: 'kustomize/replacement-delimiter',
    got: 'delimiter option can only be used with scalar nodes',
    want: 'a path to a text',
    fix: 'remove the delimiter, or point to a text',
  });
};

/** The piece of a source that its options ask for. */
const refined = (node: Node, options: FieldOptions | undefined): Node => {
  if (options === undefined || options.delimiter === '') return node;
  requireScalar(node);
  const pieces = textOf(node).split(options.delimiter);
  const piece = pieces[options.index];
  if (piece === undefined) {
    return complain({
      rule: 'kustomize/replacement-index',
      got: `options.index ${options.index} is out of bounds for value ${textOf(node)}`,
      want: `an index from 0 to ${pieces.length - 1}`,
      fix: 'correct the index or the delimiter',
    });
  }
  const copy = node.copy();
  copy.text = piece;
  return copy;
};

/** The text of a target with one piece of it replaced, or with the value before or after it. */
const joined = (target: Node, value: Node, { delimiter, index }: FieldOptions): string => {
  requireScalar(target);
  const pieces = target.text.split(delimiter);
  const text = textOf(value);
  if (index < 0) pieces.unshift(text);
  else if (index >= pieces.length) pieces.push(text);
  else pieces[index] = text;
  return pieces.join(delimiter);
};

const setTarget = (target: Node, source: Node, options: FieldOptions | undefined): void => {
  const value = source.copy();
  if (options !== undefined && options.delimiter !== '') value.text = joined(target, value, options);
  // a scalar keeps its type and quotes
  if (target.kind === 'scalar') target.text = value.text;
  else target.assign(value);
};

const copyTo = (resource: Resource, value: Node, target: ReplacementTarget): void => {
  const paths = target.fieldPaths.length === 0 ? [defaultPath] : target.fieldPaths;
  const create = target.options?.create === true;
  for (const path of paths) {
    const nodes = matchAll(resource.root, splitFieldPath(path), create ? value.kind : undefined);
    if (nodes.length === 0) {
      complain({
        rule: 'kustomize/replacement-target',
        got: `unable to find ${create ? 'or create ' : ''}field ${JSON.stringify(path)} in replacement target ${idText(resource.id)}`,
        want: 'a field that exists',
        fix: create ? 'correct the fieldPath' : 'correct the fieldPath, or set options.create',
      });
    }
    for (const node of nodes) setTarget(node, value, target.options);
  }
};

type Test = (resource: Resource) => boolean;

const byMetadata = (selector: Selector): Test => {
  const labels = labelSelector(selector.labelSelector);
  const annotations = labelSelector(selector.annotationSelector);
  return (resource) => annotations(resource.annotations) && labels(resource.labels);
};

const namesNothing = ({ group, version, kind, name, namespace }: NamedSelector): boolean =>
  [group, version, kind, name, namespace].every((part) => part === '');

const targetTest = (target: ReplacementTarget): Test => {
  const { select } = target;
  if (select === undefined) {
    return complain({
      rule: 'kustomize/replacement-target',
      got: 'target must specify resources to select',
      want: 'select in every target',
      fix: 'add select with the kind and name of the target',
    });
  }
  const selected = byMetadata(select);
  const rejectedByMetadata = target.reject
    .filter(
      ({ labelSelector: labels, annotationSelector: annotations }) => labels !== '' || annotations !== '',
    )
    .map(byMetadata);
  const rejectedById = target.reject.filter((each) => !namesNothing(each));
  return (resource) => {
    const ids = idsOf(resource);
    if (!ids.some((id) => isSelectedBy(id, select))) return false;
    if (!selected(resource) || rejectedByMetadata.some((rejects) => rejects(resource))) return false;
    return !ids.some((id) => rejectedById.some((reject) => isSelectedBy(id, reject)));
  };
};

/** Copies values from fields of one resource to fields of others. */
export const replace =
  (replacements: readonly Replacement[]): Transformer =>
  (resources) => {
    for (const { source, targets } of replacements) {
      if (source === undefined || targets === undefined) {
        complain({
          rule: 'kustomize/replacement',
          got: 'replacements must specify a source and at least one target',
          want: 'source and targets',
          fix: 'add what is missing',
        });
        return;
      }
      const value = sourceOf(resources.all, source);
      for (const target of targets) {
        const isTarget = targetTest(target);
        for (const resource of resources.all) if (isTarget(resource)) copyTo(resource, value, target);
      }
      resources.changed();
    }
  };
