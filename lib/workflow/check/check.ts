import type { Diagnostic } from '../../diagnostics';
import type { DialectName, Pipeline } from '../author';
import {
  compilePipeline,
  describeUnit,
  Problems,
  type Compiled,
  type CompileOptions,
  type Unit,
} from '../compile';
import { refusedByArgo, type Refused } from '../validate';
import { checkLoopDefaults } from './loops';
import { checkNames } from './names';
import { checkSnapshotRaces } from './races';
import { checkSecretParameters } from './secrets';
import { checkSkippedOutputs } from './skipped';
import { checkStorage, type StorageFacts } from './storage';

/** How a pipeline is compiled and checked. */
export interface CheckOptions extends CompileOptions {
  /** Default: `native`. */
  readonly dialect?: DialectName;
  /** What is known of the cluster's storage. Default: nothing. */
  readonly storage?: StorageFacts;
}

/** A compiled pipeline, and everything that is wrong with it. */
export interface CheckedPipeline extends Compiled {
  readonly pipeline: Pipeline;
}

/** The construct that a finding is about: the one whose task or template it names. */
const placeOf = ({ template, task }: Refused, { units }: Compiled): Unit => {
  const all: readonly Unit[] = [units.root, ...units.all];
  const owner = all.find((unit) => unit.kind !== 'call' && unit.template === template);
  const inner = owner?.kind === 'dag' ? owner.children.find((child) => child.task === task) : undefined;
  return inner ?? owner ?? units.root;
};

const asDiagnostic = (refused: Refused, compiled: Compiled, pipeline: string): Diagnostic => ({
  rule: refused.rule,
  severity: 'error',
  where: {
    kind: 'object',
    component: pipeline,
    object: describeUnit(placeOf(refused, compiled)),
    path: refused.path,
  },
  got: refused.got,
  want: refused.want,
  fix: refused.fix,
});

/** Compiles a pipeline and says everything that is wrong with it: by itself, for its storage, for Argo. */
export const checkPipeline = (pipeline: Pipeline, options: CheckOptions = {}): CheckedPipeline => {
  const { dialect = 'native', storage } = options;
  const compiled = compilePipeline(pipeline, dialect, options);
  const problems = new Problems(pipeline.label);
  checkNames(compiled.units, problems);
  checkLoopDefaults(compiled.units, problems);
  checkSnapshotRaces(compiled.units, problems);
  checkStorage(compiled.units, storage, problems);
  if (dialect === 'native') {
    checkSkippedOutputs(compiled.units, problems);
    checkSecretParameters(compiled.units, problems);
  }
  // a template's parameters may get their values later
  const manifest = { kind: 'WorkflowTemplate', metadata: { name: '' }, spec: compiled.spec };
  const found = [...compiled.diagnostics, ...problems.diagnostics];
  const key = ({ rule, where }: Diagnostic): string =>
    `${rule} ${where.kind === 'object' ? where.object : ''}`;
  const taken = new Set(found.map(key));
  for (const refused of refusedByArgo(manifest)) {
    const diagnostic = asDiagnostic(refused, compiled, pipeline.label);
    // what is said of a construct itself need not be said again of what it became
    if (!taken.has(key(diagnostic))) found.push(diagnostic);
  }
  return { ...compiled, pipeline, diagnostics: found };
};
