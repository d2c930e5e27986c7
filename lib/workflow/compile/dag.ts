import { present, type DialectName, type Value } from '../author';
import { whenText } from './expression';
import type { Template } from './leaf';
import type { Naming } from './naming';
import type { Problems } from './problem';
import type { Argument, CallUnit, DagUnit, Source, Unit, Units } from './unit';
import { artifactText, parameterText, type Wiring } from './wiring';

type Fields = Record<string, unknown>;

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

const argumentsOf = (inputs: Iterable<Argument>): Fields => {
  const parameters: { name: string; value: string }[] = [];
  const artifacts: ({ name: string } & Fields)[] = [];
  for (const argument of inputs) {
    const { name } = argument;
    if (argument.kind === 'parameter') parameters.push({ name, value: parameterText(argument.value) });
    else if (argument.kind === 'artifact') artifacts.push({ name, from: artifactText(argument.from) });
    else artifacts.push({ name, raw: { data: parameterText(argument.data) } });
  }
  return {
    ...(parameters.length === 0 ? {} : { parameters: parameters.sort(byName) }),
    ...(artifacts.length === 0 ? {} : { artifacts: artifacts.sort(byName) }),
  };
};

/** Name of the input that counts how often a recursion has run. */
const roundName = 'round';

/** Writes the templates of DAGs. */
export class DagWriter {
  constructor(
    private readonly units: Units,
    private readonly wiring: Wiring,
    private readonly naming: Naming,
    private readonly dialect: DialectName,
    private readonly problems: Problems,
  ) {}

  /**
   * Leads to each task of a DAG what decides whether and how often it runs; gives the fields of its task that say so.
   */
  connect(unit: Unit): Fields {
    if (unit.kind === 'call') return this.connectCall(unit);
    if (unit.kind === 'leaf') return {};
    const { entry, parent } = unit;
    if (parent === undefined) return {};
    switch (entry.kind) {
      case 'branch':
        return { when: this.when(unit, parent) };
      case 'loop':
        return this.loopFields(unit, parent);
      case 'exit-handler':
        return this.exitFields(unit);
      case 'recursion':
        return this.connectRecursion(unit);
      default:
        return {};
    }
  }

  private when(unit: DagUnit, parent: DagUnit): string | undefined {
    if (unit.entry.kind !== 'branch') return undefined;
    const resolve = (target: Parameters<Wiring['parameter']>[0]): Source =>
      this.wiring.parameter(target, parent, unit);
    const text = whenText(unit.entry.test, this.dialect, resolve);
    if (text === undefined) {
      this.problems.add(unit, 'if', {
        rule: 'workflow/test',
        got: 'a test that is more than one comparison',
        want: 'one comparison: the SDK 1.8.22 knew nothing else',
        fix: 'nest conditions, or compile natively',
      });
    }
    return text;
  }

  private loopFields(unit: DagUnit, parent: DagUnit): Fields {
    if (unit.entry.kind !== 'loop') return {};
    const { items } = unit.entry.loop;
    switch (items.kind) {
      case 'list':
        return { withItems: items.items };
      case 'range': {
        const text = (value: Value): string => this.wiring.text(value, parent, unit);
        return { withSequence: { start: text(items.start), end: text(items.end) } };
      }
      case 'reference': {
        const { target } = items.reference;
        if (this.dialect === 'kfp-v1' && target.kind === 'parameter')
          return { withParam: `{{workflow.parameters.${this.naming.value(target)}}}` };
        return { withParam: parameterText(this.wiring.parameter(target, parent, unit)) };
      }
    }
  }

  /** Natively an exit handler belongs to its group; the SDK knew one for the whole run. */
  private exitFields(unit: DagUnit): Fields {
    if (unit.entry.kind !== 'exit-handler' || this.dialect === 'kfp-v1') return {};
    const handler = this.units.of(unit.entry.handler);
    if (handler === undefined) return {};
    if (handler.parent !== unit.parent) {
      this.problems.add(unit, 'handler', {
        rule: 'workflow/exit-handler-scope',
        got: `handler ${handler.task} in another group`,
        want: 'a handler beside the group that it handles',
        fix: 'create both with the same scope',
      });
    }
    // what the handler reads must be there before the group begins: the handler itself waits for nothing else
    for (const earlier of handler.dependencies) if (earlier !== unit) unit.dependencies.add(earlier);
    const given = argumentsOf(handler.inputs.values());
    return {
      hooks: {
        exit: {
          template: handler.template,
          ...(Object.keys(given).length === 0 ? {} : { arguments: given }),
        },
      },
    };
  }

  private connectRecursion(unit: DagUnit): Fields {
    if (this.dialect === 'native') {
      unit.inputs.set(`parameter ${roundName}`, {
        kind: 'parameter',
        name: roundName,
        value: { kind: 'text', text: '1' },
      });
    }
    return {};
  }

  private connectCall(call: CallUnit): Fields {
    if (this.dialect === 'kfp-v1') return {};
    const { recursion } = call.node;
    const owner = this.units.dagAt(recursion.address);
    if (owner === undefined) return {};
    // the round travels like any other input, from the recursion's own template down to the place of the call
    for (let dag: DagUnit | undefined = call.parent; dag !== undefined && dag !== owner; dag = dag.parent) {
      dag.inputs.set(`parameter ${roundName}`, {
        kind: 'parameter',
        name: roundName,
        value: { kind: 'input', name: roundName },
      });
    }
    const round = `asInt(inputs.parameters['${roundName}'])`;
    call.inputs.set(`parameter ${roundName}`, {
      kind: 'parameter',
      name: roundName,
      value: { kind: 'text', text: `{{=string(${round} + 1)}}` },
    });
    return { when: `{{=${round} < ${recursion.limit}}}` };
  }

  /** The template of a DAG, once every reader is known. */
  finish(unit: DagUnit, fieldsOf: (child: Unit) => Fields): Template {
    const tasks = unit.children
      .filter((child) => !this.units.handlers.has(child))
      .map((child) => this.task(child, fieldsOf(child)))
      .sort(byName);
    const inputs = this.inputs(unit);
    const outputs = this.outputs(unit);
    return {
      name: unit.template,
      ...this.parallelism(unit),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
      dag: { tasks },
    };
  }

  private parallelism({ entry }: DagUnit): Fields {
    if (entry.kind === 'limit') return { parallelism: entry.parallelism };
    // The SDK wrote 0, no limit, where none was asked for.
    return entry.kind === 'loop' && this.dialect === 'kfp-v1'
      ? { parallelism: entry.loop.parallelism ?? 0 }
      : {};
  }

  private task(unit: Unit, fields: Fields): { readonly name: string } & Fields {
    const given = argumentsOf(unit.inputs.values());
    const dependencies = [...unit.dependencies].map(({ task }) => task).sort();
    return {
      name: unit.task,
      template: unit.template,
      ...(dependencies.length === 0 ? {} : { dependencies }),
      ...(Object.keys(given).length === 0 ? {} : { arguments: given }),
      ...present(fields),
    };
  }

  private inputs(unit: DagUnit): Fields {
    const of = (form: (argument: Argument) => boolean): { name: string }[] =>
      [...unit.inputs.values()]
        .filter(form)
        .map(({ name }) => ({ name }))
        .sort(byName);
    const parameters = of(({ kind }) => kind === 'parameter');
    const artifacts = of(({ kind }) => kind !== 'parameter');
    return {
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(artifacts.length === 0 ? {} : { artifacts }),
    };
  }

  private outputs(unit: DagUnit): Fields {
    const parameters = [...unit.exports.values()]
      .filter(({ form }) => form === 'parameter')
      .map(({ name, from }) => ({ name, valueFrom: { parameter: parameterText(from) } }))
      .sort(byName);
    const artifacts = [...unit.exports.values()]
      .filter(({ form }) => form === 'artifact')
      .map(({ name, from }) => ({ name, from: artifactText(from) }))
      .sort(byName);
    return {
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(artifacts.length === 0 ? {} : { artifacts }),
    };
  }
}
