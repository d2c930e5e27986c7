import { z } from 'zod';
import { Refusal, type Diagnostic } from '../../diagnostics';
import { parseManifestText } from '../../yaml';

/** A type of KFP: a name, or a name with properties. */
const typeSpec = z.union([z.string(), z.record(z.string(), z.unknown())]);

const inputSpec = z.object({
  name: z.string().min(1),
  type: typeSpec.optional(),
  description: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  optional: z.boolean().optional(),
  annotations: z.unknown().optional(),
});

const outputSpec = z.object({
  name: z.string().min(1),
  type: typeSpec.optional(),
  description: z.string().optional(),
  annotations: z.unknown().optional(),
});

/** One word of a command line: text, or a placeholder that an argument fills. */
export type Placeholder =
  | string
  | { readonly inputValue: string }
  | { readonly inputPath: string }
  | { readonly outputPath: string }
  | { readonly concat: readonly Placeholder[] }
  | {
      readonly if: {
        readonly cond: Predicate;
        readonly then: readonly Placeholder[];
        readonly else?: readonly Placeholder[] | undefined;
      };
    };

/** When an `if` placeholder takes its `then`. */
export type Predicate = string | boolean | { readonly isPresent: string } | { readonly inputValue: string };

const placeholder: z.ZodType<Placeholder> = z.lazy(() =>
  z.union([
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
    z.strictObject({ inputValue: z.string() }),
    z.strictObject({ inputPath: z.string() }),
    z.strictObject({ outputPath: z.string() }),
    z.strictObject({ concat: z.array(placeholder) }),
    z.strictObject({
      if: z.strictObject({
        cond: z.union([
          z.string(),
          z.boolean(),
          z.strictObject({ isPresent: z.string() }),
          z.strictObject({ inputValue: z.string() }),
        ]),
        then: z.array(placeholder),
        else: z.array(placeholder).optional(),
      }),
    }),
  ]),
);

const componentSpec = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  metadata: z.unknown().optional(),
  inputs: z.array(inputSpec).optional(),
  outputs: z.array(outputSpec).optional(),
  implementation: z.object({
    container: z.strictObject({
      image: z.string().min(1),
      command: z.array(placeholder).optional(),
      args: z.array(placeholder).optional(),
      env: z.record(z.string(), z.string()).optional(),
      fileOutputs: z.record(z.string(), z.string()).optional(),
      resources: z.unknown().optional(),
    }),
  }),
});

/** A KFP component, as its `component.yaml` says it. */
export type ComponentSpec = z.infer<typeof componentSpec>;

/** An input of a component. */
export type ComponentInput = z.infer<typeof inputSpec>;

/** A component that steps can be made of. */
export interface ComponentDefinition {
  readonly spec: ComponentSpec;
  /** The component as it was read, for KFP's annotations. */
  readonly source: unknown;
  /** The file, or the component's own name, for messages. */
  readonly origin: string;
}

/** The name of a type, without its properties. */
export const typeName = (type: ComponentInput['type']): string | undefined =>
  type === undefined || typeof type === 'string' ? type : Object.keys(type)[0];

const refuse = (origin: string, problems: readonly Pick<Diagnostic, 'got' | 'want' | 'fix'>[]): never => {
  throw new Refusal(
    problems.map((problem) => ({
      rule: 'workflow/component',
      severity: 'error',
      where: { kind: 'path', path: origin },
      ...problem,
    })),
  );
};

const inputsOf = (each: Placeholder): readonly string[] => {
  if (typeof each === 'string') return [];
  if ('inputValue' in each) return [each.inputValue];
  if ('inputPath' in each) return [each.inputPath];
  if ('outputPath' in each) return [];
  if ('concat' in each) return each.concat.flatMap(inputsOf);
  const { cond } = each.if;
  const tested = typeof cond === 'object' ? ['isPresent' in cond ? cond.isPresent : cond.inputValue] : [];
  return [...tested, ...each.if.then.flatMap(inputsOf), ...(each.if.else ?? []).flatMap(inputsOf)];
};

const outputsOf = (each: Placeholder): readonly string[] => {
  if (typeof each === 'string') return [];
  if ('outputPath' in each) return [each.outputPath];
  if ('concat' in each) return each.concat.flatMap(outputsOf);
  return 'if' in each ? [...each.if.then, ...(each.if.else ?? [])].flatMap(outputsOf) : [];
};

const unknownNames = (spec: ComponentSpec): readonly string[] => {
  const { command = [], args = [] } = spec.implementation.container;
  const inputs = new Set((spec.inputs ?? []).map(({ name }) => name));
  const outputs = new Set((spec.outputs ?? []).map(({ name }) => name));
  const words = [...command, ...args];
  return [
    ...words.flatMap(inputsOf).filter((name) => !inputs.has(name)),
    ...words.flatMap(outputsOf).filter((name) => !outputs.has(name)),
  ];
};

/**
 * Reads a component from parsed data.
 * @param origin names it in messages.
 * @throws Refusal where it is none.
 */
export const componentFrom = (source: unknown, origin: string): ComponentDefinition => {
  const parsed = componentSpec.safeParse(source);
  if (!parsed.success) {
    return refuse(
      origin,
      parsed.error.issues.map(({ path, message }) => ({
        got: `${path.join('.') || 'the file'}: ${message}`,
        want: 'a KFP component with implementation.container',
        fix: 'correct the field; graph components and v2 placeholders are not taken',
      })),
    );
  }
  const unknown = unknownNames(parsed.data);
  if (unknown.length > 0) {
    return refuse(
      origin,
      unknown.map((name) => ({
        got: `a placeholder for ${name}`,
        want: 'the name of a declared input or output',
        fix: 'declare it, or correct the placeholder',
      })),
    );
  }
  return { spec: parsed.data, source, origin: parsed.data.name ?? origin };
};

/**
 * Reads a `component.yaml`.
 * @param file names it in messages.
 * @throws Refusal where it is none.
 */
export const parseComponent = (text: string, file = 'component.yaml'): ComponentDefinition =>
  componentFrom(parseManifestText(text, file), file);
