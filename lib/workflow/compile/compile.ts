import type { Diagnostic } from '../../diagnostics';
import {
  PipelineNode,
  pythonJson,
  sanitizeParameter,
  type DialectName,
  type ParameterProps,
  type Pipeline,
} from '../author';
import { DagWriter } from './dag';
import { LeafWriter, type Template } from './leaf';
import type { MoveImage } from './images';
import { kfpNaming, nativeNaming } from './naming';
import { Problems } from './problem';
import { runFields } from './run-fields';
import { unitsOf, type LeafUnit, type Unit, type Units } from './unit';
import { Wiring } from './wiring';

/** What a compilation may be told. */
export interface CompileOptions {
  /** Whether pods carry the labels that KFP's user interface and cache look for. Default: false. */
  readonly kfpVisible?: boolean;
  /** Gives every image its place in the registry of the site. Default: images stay where they are. */
  readonly moveImage?: MoveImage;
}

/** What a pipeline compiles to. */
export interface Compiled {
  /** `spec` of a Workflow: entrypoint, arguments, templates, everything that `RunSettings` say. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly units: Units;
  /** What the compiler itself found wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

type Default = NonNullable<ParameterProps['default']>;

const textOf = (value: Default): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

const kfpText = (value: Default): string => (typeof value === 'object' ? pythonJson(value) : String(value));

const parametersOf = (pipeline: Pipeline, json: (value: Default) => string): readonly object[] =>
  Object.entries(pipeline.props.parameters ?? {}).map(([name, parameter]) => ({
    name: sanitizeParameter(name),
    ...(parameter.default === undefined ? {} : { value: json(parameter.default) }),
    ...(parameter.description === undefined ? {} : { description: parameter.description }),
    ...(parameter.choices === undefined ? {} : { enum: parameter.choices }),
  }));

const waitFor = (unit: Unit, wiring: Wiring): void => {
  const node = unit.kind === 'leaf' ? unit.step : unit.node;
  if (!(node instanceof PipelineNode)) return;
  for (const earlier of node.afterNodes) wiring.order(earlier, unit, 'after');
  if (unit.kind !== 'leaf') return;
  for (const { volume } of unit.step.mounts)
    for (const earlier of volume.dependencies) wiring.order(earlier, unit, 'volumes');
  for (const earlier of unit.step.snapshotOf?.dependencies ?? []) wiring.order(earlier, unit, 'volume');
};

/** Turns a pipeline into the spec of a workflow. Never throws for what is wrong with the pipeline: it says so. */
export const compilePipeline = (
  pipeline: Pipeline,
  dialect: DialectName = 'native',
  options: CompileOptions = {},
): Compiled => {
  const problems = new Problems(pipeline.label);
  const units = unitsOf(pipeline, dialect);
  const naming = dialect === 'native' ? nativeNaming(units) : kfpNaming(units);
  const wiring = new Wiring(units, naming, dialect, problems);
  const kfp = dialect === 'kfp-v1' ? 'sdk' : options.kfpVisible === true ? 'drydock' : undefined;
  const leaves = new LeafWriter(wiring, naming, dialect, problems, kfp, options.moveImage);
  const dags = new DagWriter(units, wiring, naming, dialect, problems);

  // Everything is led to its readers first; only then is it known what each template takes and gives.
  const leafFields = new Map<LeafUnit, Template>();
  for (const unit of units.all) if (unit.kind === 'leaf') leafFields.set(unit, leaves.connect(unit));
  const taskFields = new Map<Unit, Record<string, unknown>>();
  for (const unit of units.all) taskFields.set(unit, dags.connect(unit));
  for (const unit of units.all) {
    // the wrapper of a limited loop has the same node as the loop: it waits, the loop inside does not
    const isInner = unit.parent?.entry.kind === 'limit';
    if (!isInner) waitFor(unit, wiring);
  }

  const templates: Template[] = [];
  for (const [leaf, fields] of leafFields) templates.push(leaves.finish(leaf, fields));
  const dagUnits = [units.root, ...units.all.filter((unit) => unit.kind === 'dag')];
  for (const unit of dagUnits) templates.push(dags.finish(unit, (child) => taskFields.get(child) ?? {}));
  templates.sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));

  const json = dialect === 'native' ? textOf : kfpText;
  const spec = {
    entrypoint: units.root.template,
    arguments: { parameters: parametersOf(pipeline, json) },
    ...runFields(units, dialect),
    templates,
  };
  return { spec, units, diagnostics: problems.diagnostics };
};
