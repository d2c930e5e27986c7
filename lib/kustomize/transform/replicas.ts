import type { FieldSpec } from '../config/field-spec';
import { complain } from '../problem';
import { gvkText, isSelected } from '../resource/id';
import { setScalar } from '../tree/edit';
import { intTag, Node } from '../tree/node';
import { applyField } from './apply-field';
import type { Transformer } from './transformer';

/** Sets the number of replicas of what has, or had, a name. */
export const setReplicas =
  (name: string, count: bigint, fields: readonly FieldSpec[]): Transformer =>
  (resources) => {
    let found = false;
    for (const field of fields) {
      for (const resource of resources.all) {
        const ids = [...resource.previousIds, resource.id];
        if (!ids.some((id) => id.name === name && isSelected(id, field))) continue;
        found = true;
        applyField(resource, field, {
          set: (node) => setScalar(node, Node.scalar(String(count), intTag)),
          createKind: 'scalar',
          createTag: intTag,
        });
      }
    }
    if (found) return;
    complain({
      rule: 'kustomize/replicas-target',
      got: `resource with name ${name} does not match a config with the following GVK [${fields.map(gvkText).join(' ')}]`,
      want: 'the name of a resource of one of these kinds',
      fix: 'correct the name',
    });
  };
