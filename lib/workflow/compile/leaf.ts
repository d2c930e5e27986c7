import { isRecord } from '../../kubernetes';
import {
  present,
  pythonJson,
  Reference,
  referenceIn,
  replaceTargets,
  type DialectName,
  type OutputDraft,
  type ReferenceTarget,
} from '../author';
import { withImages, type MoveImage } from './images';
import { kfpMetadata, type KfpWriter } from './kfp-metadata';
import { memoizeFields } from './memoize';
import { kfpManifest, safeManifest } from './manifest';
import type { Naming } from './naming';
import type { Problems } from './problem';
import { safeShell, safeSource, shellScriptIndex, type SafeSource } from './source-text';
import type { LeafUnit } from './unit';
import type { Wiring } from './wiring';

/** A template, as plain data. */
export type Template = Readonly<Record<string, unknown>>;

type Fields = Record<string, unknown>;

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** A copy of a tree of plain data with every reference in it replaced. */
const resolveTree = (tree: unknown, replace: (target: ReferenceTarget) => string): unknown => {
  if (typeof tree === 'string') return replaceTargets(tree, replace);
  if (tree instanceof Reference) return replace(tree.target);
  if (Array.isArray(tree)) return tree.map((each) => resolveTree(each, replace));
  if (!isRecord(tree)) return tree;
  const copy: Fields = {};
  for (const [key, value] of Object.entries(tree)) {
    if (value !== undefined) copy[replaceTargets(key, replace)] = resolveTree(value, replace);
  }
  return copy;
};

const wholeInput = /^\{\{inputs\.parameters\.[^{}]+\}\}$/;

const isInput = (value: unknown): boolean => typeof value === 'string' && wholeInput.test(value);

/** Amounts that come at run time move to `podSpecPatch`: the API server takes only quantities in their places. */
const patchedResources = (container: Fields): unknown => {
  const { resources } = container;
  if (!isRecord(resources)) return undefined;
  const constant: Fields = {};
  const late: Fields = {};
  for (const [kind, amounts] of Object.entries(resources)) {
    const entries = Object.entries(isRecord(amounts) ? amounts : {});
    const known = entries.filter(([, amount]) => !isInput(amount));
    const unknown = entries.filter(([, amount]) => isInput(amount));
    if (known.length > 0) constant[kind] = Object.fromEntries(known);
    if (unknown.length > 0) late[kind] = Object.fromEntries(unknown);
  }
  if (Object.keys(late).length === 0) return undefined;
  if (Object.keys(constant).length === 0) delete container['resources'];
  else container['resources'] = constant;
  return { containers: [{ name: 'main', resources: late }] };
};

/** Labels of nodes whose key or value comes at run time, likewise. */
const patchedSelector = (template: Fields): unknown => {
  const { nodeSelector } = template;
  if (!isRecord(nodeSelector)) return undefined;
  const entries = Object.entries(nodeSelector);
  const late = entries.filter(([key, value]) => isInput(key) || isInput(value));
  if (late.length === 0) return undefined;
  const known = entries.filter(([key, value]) => !isInput(key) && !isInput(value));
  if (known.length === 0) delete template['nodeSelector'];
  else template['nodeSelector'] = Object.fromEntries(known);
  return { nodeSelector: Object.fromEntries(late) };
};

const addPodSpecPatch = (template: Fields): void => {
  const container = template['container'] ?? template['script'];
  const patches = [
    isRecord(container) ? patchedResources(container) : undefined,
    patchedSelector(template),
  ].filter(isRecord);
  if (patches.length > 0) template['podSpecPatch'] = pythonJson(Object.assign({}, ...patches));
};

/** Writes the templates of steps. */
export class LeafWriter {
  constructor(
    private readonly wiring: Wiring,
    private readonly naming: Naming,
    private readonly dialect: DialectName,
    private readonly problems: Problems,
    private readonly kfp: KfpWriter | undefined,
    private readonly moveImage: MoveImage | undefined,
  ) {}

  /** Leads everything that the step reads to it; the fields of its template without inputs and outputs. */
  connect(leaf: LeafUnit): Template {
    const input = (target: ReferenceTarget): string => this.wiring.input(leaf, target);
    const { draft } = leaf;
    const placed = this.moveImage === undefined ? draft.body : withImages(draft.body, this.moveImage);
    const own = isRecord(placed) ? placed : draft.body;
    const body = this.dialect === 'native' ? this.safe(leaf, own, input) : own;
    const manifest = isRecord(body['resource']) ? body['resource']['manifest'] : undefined;
    const replace = (target: ReferenceTarget): string => `{{inputs.parameters.${input(target)}}}`;
    const fields: Fields = { ...this.commonFields(leaf, replace) };
    for (const [key, value] of Object.entries(body)) fields[key] = resolveTree(value, replace);
    if (isRecord(fields['resource']) && manifest !== undefined) {
      const text =
        this.dialect === 'native'
          ? typeof manifest === 'string'
            ? resolveTree(manifest, replace)
            : safeManifest(manifest, input)
          : kfpManifest(resolveTree(manifest, replace));
      fields['resource'] = { ...fields['resource'], manifest: text };
    }
    addPodSpecPatch(fields);
    for (const file of draft.files) {
      const target = referenceIn(file.value);
      if (target === undefined) this.rawText(leaf, file.value);
      else this.wiring.artifactInput(leaf, target);
    }
    return { ...fields, ...(isRecord(leaf.step.props.template) ? leaf.step.props.template : {}) };
  }

  /** Inputs and outputs, once every reader is known. */
  finish(leaf: LeafUnit, fields: Template): Template {
    const inputs = this.inputs(leaf, fields);
    const outputs = this.outputs(leaf);
    return {
      name: leaf.template,
      ...fields,
      ...(this.kfp === undefined ? memoizeFields(leaf, fields, this.problems) : {}),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
    };
  }

  private commonFields(leaf: LeafUnit, replace: (target: ReferenceTarget) => string): Fields {
    const { retry, timeoutSeconds, labels, annotations } = leaf.step.props;
    const metadata =
      this.kfp !== undefined
        ? kfpMetadata(leaf, this.kfp, (tree) => resolveTree(tree, replace))
        : present({ labels: resolveTree(labels, replace), annotations: resolveTree(annotations, replace) });
    return {
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
      ...present({
        activeDeadlineSeconds: timeoutSeconds,
        retryStrategy:
          retry === undefined
            ? undefined
            : present({ limit: retry.limit, retryPolicy: retry.policy, backoff: retry.backoff }),
      }),
    };
  }

  private safe(leaf: LeafUnit, body: Template, input: (target: ReferenceTarget) => string): Template {
    const { script, container } = body;
    if (isRecord(script)) {
      const command = Array.isArray(script['command']) ? script['command'] : [];
      const source = safeSource(command, String(script['source']), input);
      if (source === undefined) return body;
      return { ...body, script: this.withEnv(leaf, { ...script, source: source.text }, source) };
    }
    if (!isRecord(container)) return body;
    const command: readonly unknown[] = Array.isArray(container['command']) ? container['command'] : [];
    const args: readonly unknown[] = Array.isArray(container['args']) ? container['args'] : [];
    const index = shellScriptIndex([...command, ...args]);
    const words = [...command, ...args];
    const text = index === undefined ? undefined : words[index];
    if (index === undefined || text === undefined) return body;
    const source = safeShell(String(text), input);
    words[index] = source.text;
    const changed = {
      ...container,
      ...(command.length === 0 ? {} : { command: words.slice(0, command.length) }),
      ...(args.length === 0 ? {} : { args: words.slice(command.length) }),
    };
    return { ...body, container: this.withEnv(leaf, changed, source) };
  }

  private withEnv(leaf: LeafUnit, container: Fields, { env, quotedAt }: SafeSource): Fields {
    if (quotedAt !== undefined) {
      this.problems.add(leaf, 'source', {
        rule: 'workflow/quoted-reference',
        got: `a reference to ${quotedAt} inside single quotes`,
        want: 'a place where the shell replaces variables',
        fix: 'use double quotes around it, or pass the value by `env`',
      });
    }
    const own: readonly unknown[] = Array.isArray(container['env']) ? container['env'] : [];
    return env.length === 0 ? container : { ...container, env: [...own, ...env] };
  }

  private inputs(leaf: LeafUnit, fields: Template): Fields {
    const own = isRecord(fields['inputs']) ? fields['inputs'] : {};
    const declared: readonly unknown[] = Array.isArray(own['parameters']) ? own['parameters'] : [];
    const parameters = [...leaf.inputs.values()]
      .filter(({ kind }) => kind === 'parameter')
      .map(({ name }) => ({ name }))
      .sort(byName);
    const artifacts = leaf.draft.files
      .map((file) => {
        const target = referenceIn(file.value);
        return target === undefined
          ? { name: file.name, path: file.path, raw: { data: this.rawText(leaf, file.value) } }
          : { name: this.naming.value(target), path: file.path };
      })
      .sort(byName);
    return {
      ...(parameters.length + declared.length === 0 ? {} : { parameters: [...parameters, ...declared] }),
      ...(artifacts.length === 0 ? {} : { artifacts }),
    };
  }

  private rawText(leaf: LeafUnit, value: unknown): string {
    return replaceTargets(
      String(value),
      (target) => `{{inputs.parameters.${this.wiring.input(leaf, target)}}}`,
    );
  }

  private outputs(leaf: LeafUnit): Fields {
    const named = leaf.draft.outputs.map((output) => ({
      output,
      name: this.naming.leafOutput(leaf.template, output.name),
    }));
    const parameters = named
      .filter(({ output }) => this.isParameter(leaf, output))
      .map(({ output, name }) => ({ name, valueFrom: output.valueFrom }))
      .sort(byName);
    const artifacts = named
      .filter(({ output }) => this.isArtifact(leaf, output))
      .map(({ output, name }) => ({ name, path: output.path }))
      .sort(byName);
    return {
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(artifacts.length === 0 ? {} : { artifacts }),
    };
  }

  private isParameter(leaf: LeafUnit, { name, form, path }: OutputDraft): boolean {
    if (form === 'result') return false;
    if (this.dialect === 'kfp-v1' && path !== undefined) return leaf.read.parameter.has(name);
    return form === 'value' || leaf.read.parameter.has(name);
  }

  private isArtifact(leaf: LeafUnit, { name, form, path }: OutputDraft): boolean {
    if (path === undefined) return false;
    return this.dialect === 'kfp-v1' || form === 'file' || leaf.read.artifact.has(name);
  }
}
