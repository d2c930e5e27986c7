import { applyJsonPatch, type Operation } from '../patch/json-patch';
import type { LoadedPatch } from '../patch/load';
import { strategicMerge } from '../patch/strategic-merge';
import { complain, Problem } from '../problem';
import { isInternal, note } from '../resource/annotations';
import { idKey, idText } from '../resource/id';
import type { ResourceList } from '../resource/list';
import { nodeOfJson } from '../resource/read';
import type { Resource } from '../resource/resource';
import { select, type Selector } from '../resource/selector';
import { Node } from '../tree/node';
import { jsonOf, UnfitScalar } from '../yaml/effective';
import type { Transformer } from './transformer';

/** Ids by which a resource can be found. */
const keysOf = (resource: Resource): string => [resource.id, ...resource.previousIds].map(idKey).join('\n');

/** Merges a patch into one resource, which keeps its kind, name and namespace unless the patch may change them. */
const mergePatch = (resources: ResourceList, target: Resource, patch: Resource): void => {
  const before = keysOf(target);
  const { name, namespace, kind } = target;
  const mayRename = patch.isEnabled(note.allowNameChange);
  const mayChangeKind = patch.isEnabled(note.allowKindChange);
  if (mayRename || mayChangeKind) target.storeId();
  if (strategicMerge(target.root, patch.root, target.book) === undefined) target.root = Node.map();
  if (!target.isEmpty) {
    if (!mayChangeKind) target.setKind(kind);
    if (!mayRename) target.setName(name);
    target.setNamespace(namespace);
  }
  if (keysOf(target) !== before) resources.changed();
};

const refuseSameIds = (resources: ResourceList): void => {
  const known = new Set<string>();
  for (const { id } of resources.all) {
    const key = idKey(id);
    if (known.has(key)) {
      complain({
        rule: 'kustomize/duplicate-id',
        got: `may not add resource with an already registered id: ${idText(id)}`,
        want: 'patches that leave every object its own name',
        fix: 'narrow the target, or do not rename',
      });
    }
    known.add(key);
  }
};

/** Merges a copy of a patch into each of some resources. */
const mergeIntoAll = (resources: ResourceList, selected: readonly Resource[], patch: Resource): void => {
  if (selected.length === 0) return;
  for (const target of selected) {
    const copy = patch.copy();
    copy.mergeMetadataFrom(patch);
    copy.setKind(target.kind);
    copy.setApiVersion(target.apiVersion);
    copy.setKind(patch.kind);
    mergePatch(resources, target, copy);
  }
  resources.dropEmpty();
  if (patch.isEnabled(note.allowNameChange) || patch.isEnabled(note.allowKindChange))
    refuseSameIds(resources);
};

/** Merges patches into the resources that they name. */
export const mergePatches =
  (patches: readonly Resource[]): Transformer =>
  (resources) => {
    for (const patch of patches) mergeIntoAll(resources, [resources.theOne(patch.originalId)], patch);
  };

const patchDocument = (resource: Resource, operations: readonly Operation[]): void => {
  const internal = [...resource.annotations].filter(([name]) => isInternal(name));
  const document = jsonOf(resource.root);
  if (!(document instanceof Map)) return;
  const patched = applyJsonPatch(document, operations);
  if (!(patched instanceof Map)) {
    complain({
      rule: 'kustomize/json-patch',
      got: 'a patch that leaves no object',
      want: 'an object',
      fix: 'replace fields, not the whole document',
    });
  }
  resource.root.assign(nodeOfJson(patched, 'doubles'));
  const annotations = resource.annotations;
  for (const [name, text] of internal) annotations.set(name, text);
  resource.setAnnotations(annotations);
};

const patchAll = (resources: readonly Resource[], operations: readonly Operation[]): void => {
  for (const resource of resources) {
    try {
      patchDocument(resource, operations);
    } catch (error) {
      const where = `in ${idText(resource.id)}`;
      if (error instanceof UnfitScalar) {
        complain({
          rule: 'kustomize/value',
          got: `${error.message}, ${where}`,
          want: 'values that fit their tags, and numbers that JSON can hold',
          fix: 'put the value in quotes, or correct it',
        });
      }
      if (!(error instanceof Problem)) throw error;
      const { complaint } = error;
      complain({ ...complaint, got: `${complaint.got}, ${where}` });
    }
  }
};

/** Applies one entry of `patches`. */
export const applyPatch =
  (patch: LoadedPatch, target: Selector | undefined): Transformer =>
  (resources) => {
    if (patch.kind === 'json') return applyOperations(resources, patch.operations, target);
    const [only, second] = patch.patches;
    if (only === undefined) return applyOperations(resources, [], target);
    if (target === undefined) {
      for (const each of patch.patches) mergePatch(resources, targetOf(resources, each), each);
      return;
    }
    if (second !== undefined) {
      complain({
        rule: 'kustomize/patch-target',
        got: 'Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field',
        want: 'one patch where there is a target',
        fix: 'write an entry for each patch',
      });
      return;
    }
    mergeIntoAll(resources, select(resources.all, target), only);
  };

const targetOf = (resources: ResourceList, patch: Resource): Resource => {
  try {
    return resources.theOne(patch.originalId);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { complaint } = error;
    return complain({
      ...complaint,
      got: `no resource matches strategic merge patch "${idText(patch.originalId)}": ${complaint.got}`,
    });
  }
};

const applyOperations = (
  resources: ResourceList,
  operations: readonly Operation[],
  target: Selector | undefined,
): void => {
  if (target === undefined) {
    complain({
      rule: 'kustomize/patch-target',
      got: 'must specify a target for JSON patch',
      want: 'a target: a JSON patch does not say what it is for',
      fix: 'add target with the kind and name',
    });
    return;
  }
  const selected = select(resources.all, target);
  for (const resource of selected) resource.storeId();
  patchAll(selected, operations);
  resources.changed();
};

/** Applies one entry of `patchesJson6902`. */
export const applyJson6902 =
  (operations: readonly Operation[], target: Selector): Transformer =>
  (resources) => {
    patchAll(select(resources.all, target), operations);
    resources.changed();
  };
