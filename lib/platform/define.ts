import type { z } from 'zod';
import { platformApiVersion, type platformSchema } from './schema';

/** What an author writes: the definition before defaults. */
export type PlatformInput = z.input<typeof platformSchema>;

/** A definition in code: name and spec, the rest is known. */
export interface PlatformDefinition {
  /** Name of the platform; equals the file name. */
  readonly name: string;
  readonly spec: PlatformInput['spec'];
}

/**
 * Types a platform that is written in TypeScript: `export const platform = definePlatform({ name, spec })`. It is
 * checked like YAML when Drydock reads the module.
 */
export const definePlatform = (definition: PlatformDefinition): PlatformInput => ({
  apiVersion: platformApiVersion,
  kind: 'Platform',
  metadata: { name: definition.name },
  spec: definition.spec,
});
