import type { z } from 'zod';
import type { Where } from '../diagnostics';
import type { platformSchema } from './schema';

/** The `spec` of a platform: parsed, every default filled in. */
export type PlatformSpec = z.output<typeof platformSchema>['spec'];

/** A platform definition that has been checked: everything in it can take effect. */
export interface Platform {
  readonly name: string;
  /** File that it was read from, relative to the working folder. */
  readonly file: string;
  readonly spec: PlatformSpec;
  /** Where a field stands in what a person wrote; the nearest enclosing field where it was defaulted. */
  readonly locate: (field: string) => Where;
}
