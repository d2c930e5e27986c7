import type { PlatformSpec } from '../platform';
import { extensionProblems } from './extensions';
import type { Inconsistency } from './inconsistency';
import { servingProblems } from './serving';
import { siteProblems } from './site';
import { storageProblems } from './storage';
import { tenancyProblems } from './tenancy';

/** Everything in a definition that cannot take effect together. One file per section of the definition. */
export const inconsistencies = (spec: PlatformSpec): readonly Inconsistency[] =>
  [siteProblems, tenancyProblems, storageProblems, servingProblems, extensionProblems].flatMap((problems) =>
    problems(spec),
  );

export type { Inconsistency } from './inconsistency';
