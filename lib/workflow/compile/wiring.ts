import {
  isValueType,
  referenceIn,
  replaceTargets,
  tokenOf,
  type DialectName,
  type OutputDraft,
  type PipelineNode,
  type ReferenceTarget,
  type Value,
} from '../author';
import type { Naming } from './naming';
import type { Problems } from './problem';
import {
  childTowards,
  type Argument,
  type DagUnit,
  type LeafUnit,
  type Source,
  type Unit,
  type Units,
} from './unit';

/** The text that gives a source's value, as Argo replaces it. */
export const parameterText = (source: Source): string => {
  switch (source.kind) {
    case 'task':
      return source.result
        ? `{{tasks.${source.unit.task}.outputs.result}}`
        : `{{tasks.${source.unit.task}.outputs.parameters.${source.output}}}`;
    case 'input':
      return `{{inputs.parameters.${source.name}}}`;
    case 'item':
      return source.key === undefined ? '{{item}}' : `{{item.${source.key}}}`;
    case 'workflow':
      return `{{workflow.parameters.${source.parameter}}}`;
    case 'text':
      return source.text;
  }
};

/** The text that names a source's artifact. */
export const artifactText = (source: Source): string => {
  switch (source.kind) {
    case 'task':
      return `{{tasks.${source.unit.task}.outputs.artifacts.${source.output}}}`;
    case 'input':
      return `{{inputs.artifacts.${source.name}}}`;
    default:
      return parameterText(source);
  }
};

const nowhere: Source = { kind: 'text', text: '' };

/**
 * Leads every value from where it comes into being to where it is read: outputs up through the groups around the
 * producer, inputs down through the groups around the reader. Whatever nobody reads is led nowhere.
 */
export class Wiring {
  constructor(
    private readonly units: Units,
    private readonly naming: Naming,
    private readonly dialect: DialectName,
    private readonly problems: Problems,
  ) {}

  /** Lets `user`, a child of `dag`, read a value; says where it comes from inside `dag`. */
  parameter(target: ReferenceTarget, dag: DagUnit, user: Unit): Source {
    switch (target.kind) {
      case 'parameter':
        return this.ofPipeline(target, dag, user);
      case 'item':
        return this.ofLoop(target, dag, user);
      case 'argument':
        return this.ofArgument(target, dag, user);
      case 'output':
        return this.ofStep(target, dag, user, 'parameter');
    }
  }

  /** A whole value as text inside `dag`. */
  text(value: Value, dag: DagUnit, user: Unit): string {
    return replaceTargets(String(value), (target) => parameterText(this.parameter(target, dag, user)));
  }

  /** A whole value as the source of an argument. */
  source(value: Value, dag: DagUnit, user: Unit): Source {
    const only = referenceIn(value);
    return only === undefined
      ? { kind: 'text', text: this.text(value, dag, user) }
      : this.parameter(only, dag, user);
  }

  /** Gives a template an input for a value; its name. */
  input(unit: Unit, target: ReferenceTarget): string {
    const name = this.naming.value(target);
    const key = `parameter ${name}`;
    const { parent } = unit;
    const known = unit.inputs.get(key);
    if (known !== undefined || parent === undefined) {
      if (known === undefined) unit.inputs.set(key, { kind: 'parameter', name, value: nowhere });
      return name;
    }
    // set first: a recursion leads the value through itself
    unit.inputs.set(key, { kind: 'parameter', name, value: nowhere });
    unit.inputs.set(key, { kind: 'parameter', name, value: this.parameter(target, parent, unit) });
    this.passAgain(unit, name, target);
    return name;
  }

  /** Gives a template an input artifact for a value; its name. */
  artifactInput(unit: Unit, target: ReferenceTarget): string {
    const name = this.naming.value(target);
    const key = `artifact ${name}`;
    const { parent } = unit;
    if (!unit.inputs.has(key) && parent !== undefined) {
      unit.inputs.set(key, { kind: 'artifact', name, from: nowhere });
      unit.inputs.set(key, this.artifact(name, target, parent, unit));
    }
    return name;
  }

  /** Makes `later` wait for `earlier`, at the level of the DAG that both are in. */
  order(earlier: PipelineNode, later: Unit, path: string): void {
    const before = this.units.of(earlier);
    if (before === undefined) {
      this.foreign(later, path, earlier.address);
      return;
    }
    for (let each: Unit | undefined = later; each?.parent !== undefined; each = each.parent) {
      const first = childTowards(each.parent, before);
      if (first === undefined) continue;
      this.depend(each, first, path);
      return;
    }
    this.foreign(later, path, earlier.address);
  }

  private depend(later: Unit, earlier: Unit, path: string): void {
    if (later === earlier) {
      this.problems.add(later, path, {
        rule: 'workflow/cycle',
        got: 'something that waits for itself, or for a part of itself',
        want: 'an order without circles',
        fix: 'read the value inside the group, or move the step out of it',
      });
    } else if (this.units.handlers.has(earlier)) {
      this.problems.add(later, path, {
        rule: 'workflow/after-exit-handler',
        got: `a step that waits for the exit handler ${earlier.task}`,
        want: 'no step after an exit handler: it runs when everything is over',
        fix: 'move what must come later into the handler',
      });
    } else {
      later.dependencies.add(earlier);
    }
  }

  private foreign(user: Unit, path: string, what: string): Source {
    this.problems.add(user, path, {
      rule: 'workflow/unresolved-reference',
      got: `a reference to ${what}, which is not in this pipeline`,
      want: 'steps, parameters and items of the pipeline that is compiled',
      fix: 'pass the value as a parameter of the pipeline',
    });
    return nowhere;
  }

  private ofPipeline(target: ReferenceTarget & { kind: 'parameter' }, dag: DagUnit, user: Unit): Source {
    if (this.units.pipeline.props.parameters?.[target.name] === undefined)
      return this.foreign(user, '', `parameter ${target.name}`);
    return { kind: 'input', name: this.input(dag, target) };
  }

  private ofLoop(target: ReferenceTarget & { kind: 'item' }, dag: DagUnit, user: Unit): Source {
    if (dag.entry.kind === 'loop' && dag.entry.loop.address === target.loop) {
      const name = this.naming.value(target);
      const argument: Argument = { kind: 'parameter', name, value: { kind: 'item', key: target.key } };
      dag.inputs.set(`parameter ${name}`, argument);
      return { kind: 'input', name };
    }
    if (dag.parent !== undefined) return { kind: 'input', name: this.input(dag, target) };
    this.problems.add(user, '', {
      rule: 'workflow/item-outside-loop',
      got: 'the item of a loop, outside of that loop',
      want: 'items only in the body of their loop',
      fix: 'move the step into the body',
    });
    return nowhere;
  }

  private actualOf(target: ReferenceTarget & { kind: 'argument' }): Value | undefined {
    const entry = this.units.dagAt(target.group)?.entry;
    if (entry?.kind === 'sub-pipeline') return entry.arguments[target.name];
    return entry?.kind === 'recursion' ? entry.recursion.arguments[target.name] : undefined;
  }

  private ofArgument(target: ReferenceTarget & { kind: 'argument' }, dag: DagUnit, user: Unit): Source {
    const actual = this.actualOf(target);
    if (actual === undefined) return this.foreign(user, '', `argument ${target.name}`);
    // The SDK knew no formal arguments: inside the group the caller's own values were read.
    const alias = this.dialect === 'kfp-v1' ? referenceIn(actual) : undefined;
    if (alias !== undefined) return this.parameter(alias, dag, user);
    const owner = this.units.dagAt(target.group);
    if (dag !== owner) {
      return dag.parent === undefined
        ? this.foreign(user, '', `argument ${target.name}`)
        : { kind: 'input', name: this.input(dag, target) };
    }
    const name = this.naming.value(target);
    const key = `parameter ${name}`;
    if (!dag.inputs.has(key) && dag.parent !== undefined) {
      dag.inputs.set(key, { kind: 'parameter', name, value: nowhere });
      dag.inputs.set(key, { kind: 'parameter', name, value: this.source(actual, dag.parent, dag) });
      this.passAgain(dag, name, target);
    }
    return { kind: 'input', name };
  }

  /** What a recursion has as an input, every call of it must pass. */
  private passAgain(unit: Unit, name: string, target: ReferenceTarget): void {
    if (unit.kind !== 'dag' || unit.entry.kind !== 'recursion') return;
    const { recursion, calls } = unit.entry;
    const formal = Object.keys(recursion.arguments).find((each) => {
      if (target.kind === 'argument') return target.group === recursion.address && target.name === each;
      const actual = referenceIn(recursion.arguments[each] ?? '');
      return this.dialect === 'kfp-v1' && actual !== undefined && tokenOf(actual) === tokenOf(target);
    });
    for (const call of calls) {
      const next = formal === undefined ? undefined : call.node.arguments[formal];
      const value =
        next === undefined ? this.parameter(target, call.parent, call) : this.source(next, call.parent, call);
      call.inputs.set(`parameter ${name}`, { kind: 'parameter', name, value });
    }
  }

  private outputOf(leaf: LeafUnit, name: string): OutputDraft | undefined {
    return leaf.draft.outputs.find((output) => output.name === name);
  }

  private ofStep(
    target: ReferenceTarget & { kind: 'output' },
    dag: DagUnit,
    user: Unit,
    form: 'parameter' | 'artifact',
  ): Source {
    const leaf = this.units.leafAt(target.step);
    const output = leaf === undefined ? undefined : this.outputOf(leaf, target.output);
    if (leaf === undefined || output === undefined)
      return this.foreign(user, '', `${target.output} of ${target.step}`);
    if (form === 'parameter') this.refuseBigData(user, leaf, output);
    const child = childTowards(dag, leaf);
    if (child !== undefined) {
      this.depend(user, child, '');
      return child === user ? nowhere : this.exported(child, leaf, target, output, form);
    }
    if (dag.parent === undefined) return this.foreign(user, '', `${target.output} of ${target.step}`);
    return {
      kind: 'input',
      name: form === 'parameter' ? this.input(dag, target) : this.artifactInput(dag, target),
    };
  }

  private refuseBigData(user: Unit, leaf: LeafUnit, { name, type, form }: OutputDraft): void {
    if (form !== 'file' || type === undefined || isValueType(type)) return;
    if (this.dialect === 'kfp-v1') return;
    this.problems.add(user, '', {
      rule: 'workflow/file-as-value',
      got: `output ${name} of ${leaf.step.label}, a file of type ${type}, read as a value`,
      want: 'files passed as files: a parameter holds at most 256 KiB',
      fix: 'mount it under `files`, or declare a small type such as String',
    });
  }

  /** Lets `child` put out what `leaf`, itself or inside of it, produces. */
  private exported(
    child: Unit,
    leaf: LeafUnit,
    target: ReferenceTarget & { kind: 'output' },
    output: OutputDraft,
    form: 'parameter' | 'artifact',
  ): Source {
    if (child.kind !== 'dag') {
      leaf.read[form].add(output.name);
      return {
        kind: 'task',
        unit: leaf,
        output: this.naming.leafOutput(leaf.template, output.name),
        result: output.form === 'result',
      };
    }
    const name = this.naming.value(target);
    const key = `${form} ${name}`;
    if (!child.exports.has(key)) {
      const inner = childTowards(child, leaf);
      if (inner !== undefined) {
        child.exports.set(key, { name, form, from: this.exported(inner, leaf, target, output, form) });
      }
    }
    return { kind: 'task', unit: child, output: name, result: false };
  }

  private artifact(name: string, target: ReferenceTarget, dag: DagUnit, user: Unit): Argument {
    const raw = (data: Source): Argument => ({ kind: 'raw', name, data });
    const passed = (): Argument => ({
      kind: 'artifact',
      name,
      from: { kind: 'input', name: this.artifactInput(dag, target) },
    });
    switch (target.kind) {
      case 'output': {
        const leaf = this.units.leafAt(target.step);
        const isFile = leaf !== undefined && this.outputOf(leaf, target.output)?.path !== undefined;
        if (isFile) return { kind: 'artifact', name, from: this.ofStep(target, dag, user, 'artifact') };
        const isHere = leaf === undefined || childTowards(dag, leaf) !== undefined;
        return isHere || dag.parent === undefined ? raw(this.parameter(target, dag, user)) : passed();
      }
      case 'parameter':
        if (dag.parent !== undefined) return passed();
        return raw(
          this.dialect === 'kfp-v1'
            ? { kind: 'workflow', parameter: this.naming.value(target) }
            : this.parameter(target, dag, user),
        );
      case 'item':
        return raw(this.parameter(target, dag, user));
      case 'argument': {
        const actual = this.actualOf(target);
        const alias = actual === undefined ? undefined : referenceIn(actual);
        if (this.dialect === 'kfp-v1' && alias !== undefined) return this.artifact(name, alias, dag, user);
        const owner = this.units.dagAt(target.group);
        if (dag !== owner && dag.parent !== undefined) return passed();
        if (
          dag === owner &&
          alias !== undefined &&
          dag.parent !== undefined &&
          dag.entry.kind === 'sub-pipeline'
        ) {
          const key = `artifact ${name}`;
          dag.inputs.set(key, this.artifact(name, alias, dag.parent, dag));
          return { kind: 'artifact', name, from: { kind: 'input', name } };
        }
        return raw(this.parameter(target, dag, user));
      }
    }
  }
}
