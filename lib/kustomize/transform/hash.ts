import { note } from '../resource/annotations';
import { contentHash } from '../resource/hash';
import type { Transformer } from './transformer';

/** Appends the hash of their content to the names of generated resources. */
export const addHashes: Transformer = (resources) => {
  for (const resource of resources.all) {
    if (!resource.isEnabled(note.needsHash)) continue;
    const hash = contentHash(resource);
    resource.storeId();
    resource.setName(`${resource.name}-${hash}`);
  }
  resources.changed();
};
