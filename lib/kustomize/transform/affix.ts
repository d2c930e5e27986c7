import type { FieldSpec } from '../config/field-spec';
import { isSelected, type Gvk } from '../resource/id';
import { setScalar } from '../tree/edit';
import { Node, stringTag } from '../tree/node';
import { applyField } from './apply-field';
import type { Transformer } from './transformer';

const withoutAffix: readonly Gvk[] = [
  { group: '', version: '', kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', version: '', kind: 'APIService' },
  { group: '', version: '', kind: 'Namespace' },
];

/** Puts text before or after names; kinds whose name means something are left alone. */
export const addAffix =
  (position: 'prefix' | 'suffix', text: string, fields: readonly FieldSpec[]): Transformer =>
  (resources) => {
    for (const resource of resources.all) {
      const id = resource.originalId;
      if (withoutAffix.some((gvk) => isSelected(id, gvk))) continue;
      for (const field of fields) {
        if (!isSelected(id, field)) continue;
        if (field.path === 'metadata/name') {
          if (position === 'prefix') resource.addPrefix(text);
          else resource.addSuffix(text);
          if (text !== '') resource.storeId();
        }
        applyField(resource, field, {
          set: (node) =>
            setScalar(node, Node.scalar(position === 'prefix' ? text + node.text : node.text + text)),
          createKind: 'scalar',
          createTag: stringTag,
        });
      }
    }
    resources.changed();
  };
