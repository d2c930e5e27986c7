import { referenceIn, sanitizeName, sanitizeParameter, type ReferenceTarget } from '../author';
import type { DagUnit, Unit, Units } from './unit';

/** How tasks, templates and parameters are called. */
export interface Naming {
  /** Name under which a value travels through templates. */
  readonly value: (target: ReferenceTarget) => string;
  /** Name of an output in the template of the step itself. */
  readonly leafOutput: (template: string, output: string) => string;
}

const labelOf = (unit: Unit): string => {
  switch (unit.kind) {
    case 'leaf':
      return unit.step.label;
    case 'call':
      return unit.node.label;
    case 'dag':
      return unit.node.label;
  }
};

const lengthLimit = 128;

/**
 * Names that depend on nothing but the unit's own path, so that adding a step renames no other: a task is called as its
 * construct, its template as the path to it.
 */
export const nativeNaming = (units: Units): Naming => {
  // not called after the pipeline: a step often is
  units.root.template = 'entrypoint';
  units.root.task = units.root.template;
  for (const unit of units.all) {
    const label = sanitizeName(labelOf(unit)) || 'task';
    // Argo takes a leading digit in `depends` for a number.
    unit.task = /^[0-9]/.test(label) ? `n${label}` : label;
    if (unit.parent?.kind === 'dag' && unit.parent.entry.kind === 'limit') unit.task = 'iteration';
    const path = unit.parent === units.root ? unit.task : `${unit.parent?.template ?? ''}-${unit.task}`;
    unit.template = path.slice(0, lengthLimit);
  }
  for (const unit of units.all) {
    if (unit.kind === 'call')
      unit.template = units.dagAt(unit.node.recursion.address)?.template ?? unit.template;
  }
  const loopName = (address: string): string => {
    const unit = units.dagAt(address);
    return unit === undefined
      ? address
      : unit.task === 'iteration'
        ? (unit.parent?.template ?? '')
        : unit.template;
  };
  return {
    value: (target) => {
      switch (target.kind) {
        case 'parameter':
          return sanitizeParameter(target.name);
        case 'argument':
          return sanitizeParameter(`${units.dagAt(target.group)?.template ?? ''}-${target.name}`);
        case 'output':
          return sanitizeParameter(`${units.leafAt(target.step)?.template ?? ''}-${target.output}`);
        case 'item': {
          const item = `${loopName(target.loop)}-item`;
          return sanitizeParameter(target.key === undefined ? item : `${item}-${target.key}`);
        }
      }
    },
    leafOutput: (_template, output) => sanitizeParameter(output),
  };
};

/** Makes names unique as the SDK did: the second is called `-2`. */
const unique = (taken: Set<string>, name: string): string => {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}-${number}`;
  taken.add(candidate);
  return candidate;
};

const groupType = ({ entry }: DagUnit): string => {
  switch (entry.kind) {
    case 'branch':
      return 'condition';
    case 'loop':
      return 'for-loop';
    case 'exit-handler':
      return 'exit-handler';
    default:
      return 'graph';
  }
};

/**
 * Names as the SDK 1.8.22 gave them: one counter for groups and static lists in the order of creation, `-2` for the
 * second step of a name.
 */
export const kfpNaming = (units: Units): Naming => {
  const steps = new Set<string>();
  const lists = new Map<string, number>();
  let counter = 0;
  for (const unit of units.all) {
    if (unit.kind === 'leaf') {
      const name = sanitizeName(unit.step.label) || 'task';
      unit.template = unique(steps, /^[0-9]/.test(name) ? `n${name}` : name);
    } else if (unit.kind === 'dag') {
      if (unit.entry.kind === 'loop' && unit.entry.loop.items.kind !== 'reference') {
        counter += 1;
        lists.set(unit.entry.loop.address, counter);
      }
      counter += 1;
      const isGraph = groupType(unit) === 'graph';
      const named = unit.node.label !== unit.node.node.id || isGraph;
      const middle = named ? `-${unit.node.label}` : '';
      unit.template = sanitizeName(`${groupType(unit)}${middle}-${counter}`);
    }
    unit.task = unit.template;
  }
  for (const unit of units.all) {
    if (unit.kind !== 'call') continue;
    unit.template = units.dagAt(unit.node.recursion.address)?.template ?? '';
    unit.task = unit.template;
  }
  units.root.template = unique(steps, sanitizeName(units.pipeline.label));

  const value = (target: ReferenceTarget): string => {
    switch (target.kind) {
      case 'parameter':
        return sanitizeParameter(target.name);
      case 'argument': {
        const entry = units.dagAt(target.group)?.entry;
        const given =
          entry?.kind === 'sub-pipeline'
            ? entry.arguments[target.name]
            : entry?.kind === 'recursion'
              ? entry.recursion.arguments[target.name]
              : undefined;
        const actual = given === undefined ? undefined : referenceIn(given);
        return actual === undefined ? sanitizeParameter(target.name) : value(actual);
      }
      case 'output':
        return sanitizeParameter(`${units.leafAt(target.step)?.template ?? ''}-${target.output}`);
      case 'item': {
        const entry = units.dagAt(target.loop)?.entry;
        const source =
          entry?.kind === 'loop' && entry.loop.items.kind === 'reference'
            ? `${value(entry.loop.items.reference.target)}-loop-item`
            : `loop-item-param-${lists.get(target.loop) ?? 0}`;
        return target.key === undefined ? source : `${source}-subvar-${sanitizeParameter(target.key)}`;
      }
    }
  };
  return { value, leafOutput: (template, output) => sanitizeParameter(`${template}-${output}`) };
};
