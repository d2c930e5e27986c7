import type { Rule } from '../../rule';
import { keyReferences } from './keys';
import { objectReferences } from './objects';
import { volumeReferences } from './volumes';

/** References that lead nowhere, down to keys. Ports and selectors have rules of their own. */
export const references: readonly Rule[] = [...objectReferences, ...keyReferences, volumeReferences];
