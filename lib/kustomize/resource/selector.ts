import { effectiveNamespace } from './id';
import { labelSelector } from './label-selector';
import type { Resource } from './resource';
import { wholeMatcher } from './regular-expression';

/** Which resources a patch is for: regular expressions that must match whole fields, and selectors for labels. */
export interface Selector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly annotationSelector: string;
}

const mayMatch = (pattern: string, selector: string): boolean => pattern === '' && selector === '';

/** The resources that a selector selects, in their order; names and namespaces may be those of before. */
export const select = (resources: readonly Resource[], selector: Selector): readonly Resource[] => {
  const group = wholeMatcher(selector.group);
  const version = wholeMatcher(selector.version);
  const kind = wholeMatcher(selector.kind);
  const name = wholeMatcher(selector.name);
  const namespace = wholeMatcher(selector.namespace);
  const byLabels = labelSelector(selector.labelSelector);
  const byAnnotations = labelSelector(selector.annotationSelector);
  const anyMetadata = mayMatch(selector.labelSelector, selector.annotationSelector);
  return resources.filter((resource) => {
    const { id } = resource;
    if (!kind(id.kind) || !group(id.group) || !version(id.version)) return false;
    const original = resource.originalId;
    if (!name(original.name) && !name(id.name)) return false;
    if (
      selector.namespace !== '' &&
      !namespace(effectiveNamespace(original)) &&
      !namespace(effectiveNamespace(id))
    ) {
      return false;
    }
    return anyMetadata || (byLabels(resource.labels) && byAnnotations(resource.annotations));
  });
};
