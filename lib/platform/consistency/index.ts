import type { PlatformSpec } from '../platform';
import { addonProblems } from './addons';
import { bootstrapProblems } from './bootstrap';
import { extensionProblems } from './extensions';
import type { Inconsistency } from './inconsistency';
import { kubeflowPipelinesProblems } from './kubeflow-pipelines';
import { pipelineProblems } from './pipelines';
import { kubeflowProblems } from './kubeflow';
import { networkProblems } from './network';
import { servingProblems } from './serving';
import { argoCdProblems, siteProblems } from './site';
import { storageProblems } from './storage';
import { tenancyProblems } from './tenancy';

/** A section of `spec`. */
export type Section = keyof PlatformSpec;

/** The checks, each with the sections that it reads. One file per section of the definition. */
const checks: readonly {
  readonly problems: (spec: PlatformSpec) => readonly Inconsistency[];
  readonly reads: readonly Section[];
}[] = [
  { problems: siteProblems, reads: ['nodes', 'kubernetes'] },
  { problems: argoCdProblems, reads: ['delivery', 'kubernetes'] },
  { problems: tenancyProblems, reads: ['teams', 'priorityClasses', 'delivery', 'storage'] },
  { problems: storageProblems, reads: ['storage', 'nodes', 'kubernetes'] },
  {
    problems: servingProblems,
    reads: ['serving', 'storage', 'nodes', 'teams', 'priorityClasses', 'kubernetes', 'delivery'],
  },
  {
    problems: kubeflowPipelinesProblems,
    reads: [
      'kubeflowPipelines',
      'storage',
      'nodes',
      'teams',
      'serving',
      'kubernetes',
      'delivery',
      'existing',
      'addons',
    ],
  },
  { problems: pipelineProblems, reads: ['pipelines', 'nodes', 'storage'] },
  {
    problems: kubeflowProblems,
    reads: ['kubeflow', 'storage', 'nodes', 'teams', 'priorityClasses', 'serving', 'delivery'],
  },
  { problems: bootstrapProblems, reads: ['bootstrap', 'nodes', 'kubernetes'] },
  { problems: networkProblems, reads: ['network', 'nodes', 'kubernetes', 'bootstrap'] },
  { problems: addonProblems, reads: ['addons', 'network', 'nodes', 'kubernetes'] },
  { problems: extensionProblems, reads: ['extensions'] },
];

/**
 * Everything in a definition that cannot take effect together.
 * @param unreadable sections that hold no settings of the author's; what reads them is not checked. Default: none.
 */
export const inconsistencies = (
  spec: PlatformSpec,
  unreadable: ReadonlySet<string> = new Set(),
): readonly Inconsistency[] =>
  checks
    .filter(({ reads }) => !reads.some((section) => unreadable.has(section)))
    .flatMap(({ problems }) => problems(spec));

export type { Inconsistency } from './inconsistency';
