import type { FieldSpec } from '../config/field-spec';
import { isSelected } from '../resource/id';
import { setField } from '../tree/edit';
import { Node } from '../tree/node';
import { applyField } from './apply-field';
import { sortedEntries, type Texts, type Transformer } from './transformer';

/** Writes labels or annotations into the fields that are configured for them. */
export const setTexts =
  (texts: Texts, fields: readonly FieldSpec[]): Transformer =>
  (resources) => {
    const entries = sortedEntries(texts);
    if (entries.length === 0) return;
    for (const resource of resources.all) {
      const own = fields.filter((field) => isSelected(resource.id, field));
      for (const [name, text] of entries) {
        // one node for all fields: see `Node`
        const value = Node.string(text);
        for (const field of own) {
          applyField(resource, field, {
            set: (node) => setField(node, name, value),
            createKind: 'map',
          });
        }
      }
    }
  };
