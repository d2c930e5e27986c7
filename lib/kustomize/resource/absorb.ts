import { complain } from '../problem';
import { note, originAnnotation } from './annotations';
import { idText } from './id';
import type { ResourceList } from './list';
import type { Resource } from './resource';

const refuseBehavior = (got: string, fix: string): never =>
  complain({
    rule: 'kustomize/behavior',
    got,
    want: 'create for new objects, merge or replace for known ones',
    fix,
  });

/** Adds a generated resource, or merges it into the one that has the same id, as its behavior says. */
export const absorb = (resources: ResourceList, resource: Resource): void => {
  const { id } = resource;
  const [old, second] = resources.byAnyId(id);
  const behavior = resource.noted(note.generatorBehavior) ?? '';
  if (old === undefined) {
    if (behavior === 'merge' || behavior === 'replace') {
      refuseBehavior(
        `id ${idText(id)} does not exist; cannot merge or replace`,
        'remove the behavior, or correct the name',
      );
    }
    resources.appendAll([resource]);
    return;
  }
  if (second !== undefined)
    refuseBehavior(`found multiple objects that could accept merge of ${idText(id)}`, 'set the namespace');
  if (behavior !== 'merge' && behavior !== 'replace') {
    refuseBehavior(
      `id ${idText(id)} exists; behavior must be merge or replace`,
      'set behavior: merge or replace',
    );
  }
  const origin = old.noted(originAnnotation);
  resource.mergeMetadataFrom(old);
  if (behavior === 'merge') {
    resource.mergeData(old);
    if (origin !== undefined) resource.note(originAnnotation, origin);
  }
  resources.replace(old, resource);
};
