import {
  partsOf,
  SnapshotStep,
  VolumeStep,
  type LoopItems,
  type ReferenceTarget,
  type Test,
  type Value,
} from '../author';
import type { DagUnit, LeafUnit, Unit, Units } from '../compile';

/** What a step is, as the picture tells steps apart. */
export type StepShape =
  'container' | 'script' | 'resource' | 'volume' | 'snapshot' | 'suspend' | 'http' | 'call' | 'exit';

/** One thing to draw: a step, or a group with what is in it. */
export type Shape =
  | { readonly kind: 'step'; readonly id: string; readonly label: string; readonly shape: StepShape }
  | { readonly kind: 'group'; readonly id: string; readonly label: string; readonly graph: Graph };

/** Things, and which comes before which. */
export interface Graph {
  readonly shapes: readonly Shape[];
  readonly edges: readonly (readonly [before: string, after: string])[];
}

const shapeOf = ({ step, draft }: LeafUnit): StepShape => {
  if (step instanceof VolumeStep) return 'volume';
  return step instanceof SnapshotStep ? 'snapshot' : draft.kind;
};

const targetText = (target: ReferenceTarget, units: Units): string => {
  switch (target.kind) {
    case 'parameter':
    case 'argument':
      return target.name;
    case 'output':
      return `${units.leafAt(target.step)?.step.label ?? '?'}.${target.output}`;
    case 'item':
      return target.key === undefined ? 'item' : `item.${target.key}`;
  }
};

const valueText = (value: Value, units: Units): string =>
  partsOf(String(value))
    .map((part) => (typeof part === 'string' ? part : targetText(part, units)))
    .join('');

const testText = (test: Test, units: Units): string => {
  switch (test.kind) {
    case 'comparison':
      return `${valueText(test.left, units)} ${test.operator} ${valueText(test.right, units)}`;
    case 'not':
      return `not (${testText(test.test, units)})`;
    default:
      return test.tests.map((each) => testText(each, units)).join(` ${test.kind} `);
  }
};

const itemsText = (items: LoopItems, units: Units): string => {
  switch (items.kind) {
    case 'list':
      return `${items.items.length} items`;
    case 'range':
      return `${valueText(items.start, units)} to ${valueText(items.end, units)}`;
    case 'reference':
      return valueText(items.reference, units);
  }
};

const groupLabel = (unit: DagUnit, units: Units): string => {
  const { entry } = unit;
  switch (entry.kind) {
    case 'branch':
      return `if ${testText(entry.test, units)}`;
    case 'loop':
      return `for each of ${itemsText(entry.loop.items, units)}`;
    case 'limit':
      return `${unit.task}: at most ${entry.parallelism} at a time`;
    case 'exit-handler':
      return `${unit.task}, then ${entry.handler.label} in any case`;
    case 'recursion':
      return `${unit.task}: at most ${entry.recursion.limit} times`;
    default:
      return unit.task;
  }
};

/** The picture of a DAG: its tasks, and groups with their own pictures inside. */
export const graphOf = (units: Units, dag: DagUnit = units.root): Graph => {
  const shape = (unit: Unit): Shape => {
    const id = unit.task;
    switch (unit.kind) {
      case 'leaf':
        return {
          kind: 'step',
          id,
          label: unit.step.label,
          shape: units.handlers.has(unit) ? 'exit' : shapeOf(unit),
        };
      case 'call':
        return { kind: 'step', id, label: `again: ${unit.node.recursion.label}`, shape: 'call' };
      case 'dag':
        return { kind: 'group', id, label: groupLabel(unit, units), graph: graphOf(units, unit) };
    }
  };
  const children = [...dag.children].sort((a, b) => (a.task < b.task ? -1 : a.task > b.task ? 1 : 0));
  return {
    shapes: children.map(shape),
    edges: children.flatMap((child) =>
      [...child.dependencies]
        .map(({ task }) => task)
        .sort()
        .map((before) => [before, child.task] as const),
    ),
  };
};
