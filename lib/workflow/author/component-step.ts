import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import {
  typeName,
  type ComponentDefinition,
  type ComponentInput,
  type Placeholder,
  type Predicate,
} from './component';
import { ContainerLikeStep, type ContainerOutput, type ContainerProps } from './container';
import { pythonJson } from './python-json';
import { Reference, type Value } from './reference';
import type { OutputDraft, StepDraft } from './step';

export { componentFrom, parseComponent, type ComponentDefinition } from './component';

/** What a component may be given: a value, or data that becomes JSON. */
export type ComponentArgument = Value | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Settings of a step made of a component. */
export interface ComponentStepProps extends Omit<
  ContainerProps<string>,
  'image' | 'outputs' | 'files' | 'workingDir'
> {
  readonly component: ComponentDefinition;
  /** By input name. */
  readonly arguments?: Readonly<Record<string, ComponentArgument>>;
  /** Image instead of the component's own. */
  readonly image?: Value;
}

interface CommandLine {
  readonly command: readonly Value[];
  readonly args: readonly Value[];
  readonly files: Readonly<Record<string, Value>>;
  readonly values: Readonly<Record<string, Value>>;
}

const fileName = (name: string): string => name.replace(/[^-_.0-9a-zA-Z]+/g, '_');
const inputPath = (name: string): string => `/tmp/inputs/${fileName(name)}/data`;
const outputPath = (name: string): string => `/tmp/outputs/${fileName(name)}/data`;

const isData = (
  argument: ComponentArgument,
): argument is readonly unknown[] | Readonly<Record<string, unknown>> =>
  typeof argument === 'object' && !(argument instanceof Reference);

const forms: Readonly<Record<string, (text: string) => boolean>> = {
  Integer: (text) => /^[+-]?\d+$/.test(text),
  Float: (text) => text.trim() !== '' && Number.isFinite(Number(text)),
  Bool: (text) => /^(true|false)$/i.test(text),
};

const isTrue = (text: string): boolean => /^(true|yes|y|on|1|t)$/i.test(text);

class Instance {
  private readonly files: Record<string, Value> = {};
  private readonly values = new Map<string, Value>();
  /** Inputs whose value stands in the command line. */
  private readonly shown = new Set<string>();

  constructor(
    private readonly component: ComponentDefinition,
    private readonly step: string,
    given: Readonly<Record<string, ComponentArgument>>,
  ) {
    const inputs = component.spec.inputs ?? [];
    for (const input of inputs) {
      const argument = given[input.name] ?? input.default;
      if (argument !== undefined) this.values.set(input.name, this.checked(input, argument));
      else if (input.optional !== true) {
        this.refuse(
          `no argument for input ${input.name}`,
          'a value: it has no default',
          `add arguments.${input.name}`,
        );
      }
    }
    const names = inputs.map(({ name }) => name);
    for (const name of Object.keys(given)) {
      if (names.includes(name)) continue;
      this.refuse(
        `argument ${name}`,
        `one of ${names.join(', ') || 'none'}`,
        'correct the name of the argument',
      );
    }
  }

  commandLine(): CommandLine {
    const { command = [], args = [] } = this.component.spec.implementation.container;
    const words = { command: this.words(command), args: this.words(args) };
    return {
      ...words,
      files: this.files,
      values: Object.fromEntries([...this.values].filter(([name]) => this.shown.has(name))),
    };
  }

  private refuse(got: string, want: string, fix: string): never {
    throw new Refusal([
      {
        rule: 'workflow/component-argument',
        severity: 'error',
        where: {
          kind: 'object',
          component: 'pipeline',
          object: `Step/${this.step}`,
          path: 'arguments',
        },
        got: `${got} (component ${this.component.origin})`,
        want,
        fix,
      },
    ]);
  }

  private checked(input: ComponentInput, argument: ComponentArgument): Value {
    const want = typeName(input.type);
    if (isData(argument)) return pythonJson(argument);
    if (argument instanceof Reference) {
      if (want !== undefined && argument.type !== undefined && argument.type !== want) {
        this.refuse(
          `${argument.type} for input ${input.name}`,
          `${want}, as the component says`,
          'pass an output of that type, or declare the type of the producing output',
        );
      }
      return argument;
    }
    const fits = want === undefined ? undefined : forms[want];
    const text = String(argument);
    if (fits !== undefined && !text.includes('{{') && !fits(text)) {
      this.refuse(`${text} for input ${input.name}`, `a value of type ${want ?? ''}`, 'correct the value');
    }
    return typeof argument === 'boolean' ? (argument ? 'True' : 'False') : argument;
  }

  private words(placeholders: readonly Placeholder[]): readonly Value[] {
    return placeholders.flatMap((each) => this.word(each));
  }

  private word(each: Placeholder): readonly Value[] {
    if (typeof each === 'string') return [each];
    if ('inputValue' in each) {
      const value = this.values.get(each.inputValue);
      this.shown.add(each.inputValue);
      return value === undefined ? [] : [value];
    }
    if ('inputPath' in each) {
      const value = this.values.get(each.inputPath);
      if (value === undefined) return [];
      this.files[inputPath(each.inputPath)] = value;
      return [inputPath(each.inputPath)];
    }
    if ('outputPath' in each) return [this.pathOfOutput(each.outputPath)];
    if ('concat' in each) return [this.words(each.concat).map(String).join('')];
    return this.words(this.holds(each.if.cond) ? each.if.then : (each.if.else ?? []));
  }

  private pathOfOutput(name: string): string {
    return this.component.spec.implementation.container.fileOutputs?.[name] ?? outputPath(name);
  }

  private holds(predicate: Predicate): boolean {
    if (typeof predicate === 'boolean') return predicate;
    if (typeof predicate === 'string') return isTrue(predicate);
    if ('isPresent' in predicate) return this.values.has(predicate.isPresent);
    const value = this.values.get(predicate.inputValue);
    if (value instanceof Reference || (typeof value === 'string' && value.includes('{{'))) {
      this.refuse(
        `a condition on input ${predicate.inputValue}, whose value comes at run time`,
        'a value that is known now: the command line is written now',
        'pass a constant, or use a Condition around two steps',
      );
    }
    return value !== undefined && isTrue(String(value));
  }
}

const outputsOf = ({ spec }: ComponentDefinition): Readonly<Record<string, ContainerOutput>> =>
  Object.fromEntries(
    (spec.outputs ?? []).map(({ name, type }) => {
      const path = spec.implementation.container.fileOutputs?.[name] ?? outputPath(name);
      const called = typeName(type);
      return [name, called === undefined ? { path } : { path, type: called }];
    }),
  );

/** A step made of a KFP component. */
export class ComponentStep extends ContainerLikeStep<string> {
  private readonly line: CommandLine;
  private readonly component: ComponentDefinition;

  constructor(scope: Construct, id: string, props: ComponentStepProps) {
    const { component, arguments: given = {}, env, ...rest } = props;
    const name = props.name ?? component.spec.name ?? id;
    const line = new Instance(component, name, given).commandLine();
    const { image, env: ownEnv } = component.spec.implementation.container;
    super(scope, id, {
      image,
      ...rest,
      name,
      outputs: outputsOf(component),
      files: line.files,
      ...(ownEnv === undefined && env === undefined ? {} : { env: { ...ownEnv, ...env } }),
    });
    this.line = line;
    this.component = component;
  }

  /** An untyped output may be of any size: it becomes a parameter only where somebody reads it as a value. */
  protected override outputDrafts(): readonly OutputDraft[] {
    return super
      .outputDrafts()
      .map((output) => (output.type === undefined ? { ...output, form: 'lazy' as const } : output));
  }

  protected override makeDraft(): StepDraft {
    const { command, args, values } = this.line;
    return {
      kind: 'container',
      body: { container: { command, args, ...this.containerFields() }, ...this.podFields() },
      files: this.fileInputs(),
      outputs: this.outputDrafts(),
      argumentValues: values,
      component: { spec: this.component.source, ref: {} },
    };
  }
}
