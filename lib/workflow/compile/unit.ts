import {
  Branch,
  ExitHandler,
  Loop,
  RecursiveCall,
  Recursion,
  Step,
  SubPipeline,
  type DialectName,
  type Pipeline,
  type PipelineNode,
  type StepDraft,
  type Test,
  type Value,
} from '../author';

/** Where a value comes from, seen from inside one DAG. */
export type Source =
  | { readonly kind: 'task'; readonly unit: Unit; readonly output: string; readonly result: boolean }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'item'; readonly key: string | undefined }
  | { readonly kind: 'workflow'; readonly parameter: string }
  | { readonly kind: 'text'; readonly text: string };

/** One argument of a task: the input's name, and where its value comes from. */
export type Argument =
  | { readonly kind: 'parameter'; readonly name: string; readonly value: Source }
  | { readonly kind: 'artifact'; readonly name: string; readonly from: Source }
  /** An artifact made from a text. */
  | { readonly kind: 'raw'; readonly name: string; readonly data: Source };

/** What a DAG template passes on from one of its tasks. */
export interface Export {
  readonly name: string;
  readonly form: 'parameter' | 'artifact';
  readonly from: Source;
}

interface UnitBase {
  /** Name of the task in the DAG around it. */
  task: string;
  /** Name of its template. */
  template: string;
  readonly parent: DagUnit | undefined;
  /** Tasks of the same DAG that must be over. */
  readonly dependencies: Set<Unit>;
  /** By form and name. */
  readonly inputs: Map<string, Argument>;
}

/** A step, or a call of a recursion. */
export interface LeafUnit extends UnitBase {
  readonly kind: 'leaf';
  readonly parent: DagUnit;
  readonly step: Step;
  readonly draft: StepDraft;
  /** Outputs that somebody reads, as values and as files. */
  readonly read: { readonly parameter: Set<string>; readonly artifact: Set<string> };
}

/** The place where a recursion starts again. */
export interface CallUnit extends UnitBase {
  readonly kind: 'call';
  readonly parent: DagUnit;
  readonly node: RecursiveCall;
}

/** Why and how often a DAG runs. */
export type Entry =
  | { readonly kind: 'root' }
  | { readonly kind: 'branch'; readonly test: Test }
  | { readonly kind: 'loop'; readonly loop: Loop }
  /** Around a loop whose iterations are limited. */
  | { readonly kind: 'limit'; readonly loop: Loop; readonly parallelism: number }
  | { readonly kind: 'exit-handler'; readonly handler: Step }
  | { readonly kind: 'sub-pipeline'; readonly arguments: Readonly<Record<string, Value>> }
  | { readonly kind: 'recursion'; readonly recursion: Recursion; readonly calls: CallUnit[] };

/** A group of steps, or the pipeline as a whole. */
export interface DagUnit extends UnitBase {
  readonly kind: 'dag';
  readonly node: PipelineNode | Pipeline;
  readonly entry: Entry;
  readonly children: Unit[];
  /** By form and name. */
  readonly exports: Map<string, Export>;
}

/** One task of a workflow. */
export type Unit = LeafUnit | CallUnit | DagUnit;

/** All units of a pipeline. */
export interface Units {
  readonly pipeline: Pipeline;
  readonly root: DagUnit;
  /** In the order of creation, the root not among them. */
  readonly all: readonly Unit[];
  /** The outermost unit of a step or group. */
  readonly of: (node: PipelineNode) => Unit | undefined;
  readonly leafAt: (address: string) => LeafUnit | undefined;
  /** The DAG that an argument or an item belongs to. */
  readonly dagAt: (address: string) => DagUnit | undefined;
  /** Steps that run as exit handlers, and so are no task. */
  readonly handlers: ReadonlySet<Unit>;
}

const base = <Parent extends DagUnit | undefined>(parent: Parent) => ({
  task: '',
  template: '',
  parent,
  dependencies: new Set<Unit>(),
  inputs: new Map<string, Argument>(),
});

const dag = (node: PipelineNode | Pipeline, parent: DagUnit | undefined, entry: Entry): DagUnit => ({
  ...base(parent),
  kind: 'dag',
  node,
  entry,
  children: [],
  exports: new Map(),
});

const entryOf = (node: PipelineNode): Entry => {
  if (node instanceof Branch) return { kind: 'branch', test: node.test };
  if (node instanceof Loop) return { kind: 'loop', loop: node };
  if (node instanceof ExitHandler) return { kind: 'exit-handler', handler: node.handler };
  if (node instanceof Recursion) return { kind: 'recursion', recursion: node, calls: [] };
  return { kind: 'sub-pipeline', arguments: node instanceof SubPipeline ? node.arguments : {} };
};

/** The tree of tasks that a pipeline becomes. */
export const unitsOf = (pipeline: Pipeline, dialect: DialectName): Units => {
  const root = dag(pipeline, undefined, { kind: 'root' });
  const all: Unit[] = [];
  const outer = new Map<PipelineNode, Unit>();
  const inner = new Map<PipelineNode, DagUnit>();
  const leaves = new Map<string, LeafUnit>();
  const dags = new Map<string, DagUnit>();
  const handlers = new Set<Unit>();
  const add = (unit: Unit): void => {
    unit.parent?.children.push(unit);
    all.push(unit);
  };

  for (const node of pipeline.members) {
    let parent = (node.group === undefined ? undefined : inner.get(node.group)) ?? root;
    if (node instanceof Step) {
      const draft = node.draft(dialect);
      const read = { parameter: new Set<string>(), artifact: new Set<string>() };
      const leaf: LeafUnit = { ...base(parent), kind: 'leaf', step: node, draft, read };
      add(leaf);
      outer.set(node, leaf);
      leaves.set(node.address, leaf);
    } else if (node instanceof RecursiveCall) {
      const call: CallUnit = { ...base(parent), kind: 'call', node };
      add(call);
      outer.set(node, call);
      const target = inner.get(node.recursion);
      if (target?.entry.kind === 'recursion') target.entry.calls.push(call);
    } else {
      if (node instanceof Loop && node.parallelism !== undefined && dialect === 'native') {
        const limit = dag(node, parent, { kind: 'limit', loop: node, parallelism: node.parallelism });
        add(limit);
        outer.set(node, limit);
        parent = limit;
      }
      const unit = dag(node, parent, entryOf(node));
      add(unit);
      if (!outer.has(node)) outer.set(node, unit);
      inner.set(node, unit);
      dags.set(node.address, unit);
    }
  }
  const mark = (step: Step): void => {
    const unit = outer.get(step);
    if (unit !== undefined) handlers.add(unit);
  };
  if (pipeline.exitHandler !== undefined) mark(pipeline.exitHandler);
  for (const node of pipeline.members) if (node instanceof ExitHandler) mark(node.handler);

  return {
    pipeline,
    root,
    all,
    of: (node) => outer.get(node),
    leafAt: (address) => leaves.get(address),
    dagAt: (address) => dags.get(address),
    handlers,
  };
};

/** The child of `dag` that is `unit` or contains it; undefined where `unit` is elsewhere. */
export const childTowards = (dag: DagUnit, unit: Unit): Unit | undefined => {
  for (let each: Unit | undefined = unit; each !== undefined; each = each.parent) {
    if (each.parent === dag) return each;
  }
  return undefined;
};

/** How messages name a unit. */
export const describeUnit = (unit: Unit): string => {
  switch (unit.kind) {
    case 'leaf':
      return `Step/${unit.step.label}`;
    case 'call':
      return `Step/${unit.node.node.id}`;
    case 'dag':
      return unit.entry.kind === 'root' ? `Pipeline/${unit.node.node.id}` : `Group/${unit.node.node.id}`;
  }
};
