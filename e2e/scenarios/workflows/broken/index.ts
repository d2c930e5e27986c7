import type { BrokenWorkflow } from './build';
import { fields } from './fields';
import { graphs } from './graphs';
import { namesAndTypes } from './names-and-types';

export type { BrokenWorkflow } from './build';

/** Workflows that Argo's own linter refuses, each for one reason. */
export const brokenWorkflows: readonly BrokenWorkflow[] = [...namesAndTypes, ...graphs, ...fields];
