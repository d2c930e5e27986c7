import { defaultConfig } from './config/defaults';
import { readCrds } from './config/crds';
import { readConfig } from './config/read';
import { emptyConfig, mergeConfigs, type TransformerConfig } from './config/transformer-config';
import { generateConfigMap, generateSecret, withGlobalOptions } from './generate/config-map';
import type { KustomizationFile } from './kustomization/file';
import { readKustomization } from './kustomization/file';
import type { Var } from './kustomization/kustomization';
import type { Folder } from './loader/folder';
import { makeTransformer, runGenerator } from './plugin';
import { complain, located, Problem } from './problem';
import { validatedByLabel } from './resource/annotations';
import { idText } from './resource/id';
import { absorb } from './resource/absorb';
import { markSource } from './var-source';
import { ResourceList } from './resource/list';
import {
  addOrigins,
  addTransformation,
  originAt,
  setOrigin,
  type ConfiguredBy,
  type Origin,
} from './resource/origin';
import { readResources, resourcesIn, NoManifest } from './resource/read';
import type { Resource } from './resource/resource';
import type { Books } from './schema/books';
import { ownTransformers } from './own-transformers';
import type { Transformer } from './transform/transformer';
import { withLineFeeds } from './yaml/documents';
import { emitResource } from './yaml/emit';
import { parseYaml } from './yaml/parse';

/** What a kustomization has gathered: resources, and the rules that go on applying to them. */
export class Accumulated {
  readonly resources = new ResourceList();
  config: TransformerConfig = emptyConfig;
  readonly vars = new Map<string, Var>();

  addVars(vars: Iterable<Var>): void {
    for (const each of vars) {
      if (this.vars.has(each.name)) {
        complain({
          rule: 'kustomize/var',
          got: `var '${each.name}' already encountered`,
          want: 'each name once, in all bases together',
          fix: 'rename one of the two',
        });
      }
      this.vars.set(each.name, each);
    }
  }

  /** Takes in what a base has gathered. */
  add(other: Accumulated): void {
    this.resources.appendAll(other.resources.all);
    this.config = mergeConfigs(this.config, other.config);
    this.addVars(other.vars.values());
  }
}

/** What all kustomizations of a build share. */
export interface BuildContext {
  readonly books: Books;
  readonly warn: (message: string) => void;
}

type Field =
  'resources' | 'components' | 'generators' | 'transformers' | 'validators' | 'crds' | 'configurations';

const unwanted = (error: unknown): error is Problem =>
  error instanceof Problem && ['kustomize/no-file', 'kustomize/not-a-folder'].includes(error.complaint.rule);

/** One kustomization in its folder. */
class Target {
  private constructor(
    private readonly folder: Folder,
    private readonly file: KustomizationFile,
    private readonly context: BuildContext,
    /** Whether resources are to say where they come from, and if so from which folder. */
    private readonly origin: Origin | undefined,
  ) {}

  static load(
    folder: Folder,
    context: BuildContext,
    origin: (file: KustomizationFile) => Origin | undefined,
  ): Target {
    const file = readKustomization(folder);
    for (const warning of file.warnings) context.warn(warning);
    const target = new Target(folder, file, context, origin(file));
    target.useSchema();
    return target;
  }

  get fileRead(): KustomizationFile {
    return this.file;
  }

  private useSchema(): void {
    const { openapi } = this.file.value;
    const path = openapi.get('path');
    const version = openapi.get('version');
    located(
      () => this.file.place('openapi'),
      () => {
        if (path !== undefined && version !== undefined) {
          complain({
            rule: 'kustomize/openapi',
            got: 'builtin version and custom schema provided, cannot use both',
            want: 'path or version',
            fix: 'remove one of the two',
          });
        }
        if (version !== undefined && version !== '' && version !== 'v1.21.2') {
          complain({
            rule: 'kustomize/openapi',
            got: `the specified OpenAPI version is not built in: ${version}`,
            want: 'version: v1.21.2, the one that is',
            fix: 'remove the version, or name a file under path',
          });
        }
        if (path === undefined) return;
        const text = withLineFeeds(this.folder.read(path).text);
        this.context.books.use(parseYaml(text, 'yaml-1.1'));
      },
    );
  }

  /** Gathers and customizes; a component works on what its parent has gathered. */
  accumulate(into: Accumulated): Accumulated {
    const { value } = this.file;
    this.addResources(into, value.resources, 'resources');
    into.config = mergeConfigs(into.config, this.configurations());
    into.config = mergeConfigs(into.config, this.crds());
    this.generate(into);
    const result = this.addComponents(into);
    this.transform(result);
    this.validate(result);
    this.addVars(result);
    return result;
  }

  private at<T>(field: Field, index: number, run: () => T): T {
    // `bases` follow `resources` in one list
    const { ownResources, place } = this.file;
    const isBase = field === 'resources' && index >= ownResources;
    return located(() => (isBase ? place('bases', index - ownResources) : place(field, index)), run);
  }

  private addResources(into: Accumulated, paths: readonly string[], field: Field): void {
    paths.forEach((path, index) => {
      this.at(field, index, () => this.addResource(into, path));
    });
  }

  /** A file of manifests, or else the folder of another kustomization. */
  private addResource(into: Accumulated, path: string): void {
    if (this.isFolder(path)) {
      this.addFolder(into, path);
      return;
    }
    const { text, shown } = this.folder.read(path);
    const resources = readResources({ file: shown, text }, this.context.books.current);
    if (this.origin !== undefined) {
      const origin = originAt(this.origin, path);
      for (const each of resources) setOrigin(each, origin);
    }
    into.resources.appendAll(resources);
  }

  private isFolder(path: string): boolean {
    try {
      return this.folder.kindOf(path) !== 'file';
    } catch (error) {
      if (unwanted(error)) return false;
      throw error;
    }
  }

  private addFolder(into: Accumulated, path: string): void {
    const target = this.child(path);
    if (target.file.isComponent) {
      complain({
        rule: 'kustomize/component',
        got: `expected kind != 'Component' for path '${target.folder.shown}'`,
        want: 'a Kustomization under resources',
        fix: 'list it under components',
      });
    }
    into.add(target.accumulate(new Accumulated()));
  }

  private child(path: string): Target {
    const origin = this.origin === undefined ? undefined : originAt(this.origin, path);
    return Target.load(this.folder.open(path), this.context, () => origin);
  }

  private addComponents(into: Accumulated): Accumulated {
    let gathered = into;
    this.file.value.components.forEach((path, index) => {
      gathered = this.at('components', index, () => {
        const target = this.child(path);
        if (!target.file.isComponent) {
          complain({
            rule: 'kustomize/component',
            got: `expected kind 'Component' for path '${target.folder.shown}' but got 'Kustomization'`,
            want: 'a Component under components',
            fix: 'list it under resources, or make it kind: Component, apiVersion: kustomize.config.k8s.io/v1alpha1',
          });
        }
        const fresh = new Accumulated();
        fresh.add(target.accumulate(gathered));
        return fresh;
      });
    });
    return gathered;
  }

  private configurations(): TransformerConfig {
    return this.file.value.configurations.reduce(
      (config, path, index) =>
        this.at('configurations', index, () => {
          const { shown, text } = this.folder.read(path);
          return mergeConfigs(config, readConfig({ file: shown, text: withLineFeeds(text) }));
        }),
      defaultConfig,
    );
  }

  private crds(): TransformerConfig {
    return this.file.value.crds.reduce(
      (config, path, index) =>
        this.at('crds', index, () => {
          const { shown, text } = this.folder.read(path);
          return mergeConfigs(config, readCrds({ file: shown, text: withLineFeeds(text) }));
        }),
      emptyConfig,
    );
  }

  /** The origin of what this kustomization generates or transforms itself. */
  private configured(kind: string): Origin | undefined {
    if (this.origin === undefined) return undefined;
    return {
      path: '',
      configuredIn: originAt(this.origin, this.file.name).path,
      configuredBy: { apiVersion: 'builtin', kind, name: '', namespace: '' },
    };
  }

  private generate(into: Accumulated): void {
    const { value, place } = this.file;
    const context = { folder: this.folder, book: this.context.books.current };
    const options = value.generatorOptions;
    value.configMapGenerator.forEach((args, index) => {
      located(
        () => place('configMapGenerator', index),
        () => {
          const made = generateConfigMap(
            { ...args, options: withGlobalOptions(args.options, options) },
            context,
          );
          this.absorb(into, [made], this.configured('ConfigMapGenerator'));
        },
      );
    });
    value.secretGenerator.forEach((args, index) => {
      located(
        () => place('secretGenerator', index),
        () => {
          const made = generateSecret(
            { ...args, options: withGlobalOptions(args.options, options) },
            context,
          );
          this.absorb(into, [made], this.configured('SecretGenerator'));
        },
      );
    });
    for (const config of this.plugins('generators')) {
      located(
        () => place('generators'),
        () => this.absorb(into, runGenerator({ ...context, config }), pluginOrigin(config)),
      );
    }
  }

  /** Adds what was generated, or merges it into what has the same id. */
  private absorb({ resources }: Accumulated, made: readonly Resource[], origin: Origin | undefined): void {
    addOrigins(made, origin);
    for (const resource of made) absorb(resources, resource);
  }

  /** Configurations of generators, transformers or validators: inline, in files, or in other kustomizations. */
  private plugins(field: 'generators' | 'transformers' | 'validators'): readonly Resource[] {
    const gathered = new Accumulated();
    const paths: { readonly path: string; readonly index: number }[] = [];
    this.file.value[field].forEach((entry, index) => {
      const inline = this.inlinePlugins(entry);
      if (inline === undefined) paths.push({ path: entry, index });
      else this.at(field, index, () => gathered.resources.appendAll(inline));
    });
    for (const { path, index } of paths) this.at(field, index, () => this.addResource(gathered, path));
    return gathered.resources.all;
  }

  private inlinePlugins(entry: string): readonly Resource[] | undefined {
    try {
      const found = resourcesIn(
        { file: this.file.name, text: withLineFeeds(entry) },
        this.context.books.current,
      );
      if (this.origin !== undefined)
        for (const each of found) setOrigin(each, originAt(this.origin, this.file.name));
      return found;
    } catch (error) {
      if (error instanceof NoManifest) return undefined;
      throw error;
    }
  }

  private transform(into: Accumulated): void {
    const { folder, file } = this;
    const book = this.context.books.current;
    const run = (transformer: Transformer, origin: Origin | undefined): void => {
      transformer(into.resources);
      addTransformation(into.resources, origin);
      into.resources.dropEmpty();
    };
    for (const step of ownTransformers(file.value, into.config, { folder, book })) {
      located(
        () => file.place(...step.path),
        () => run(step.make(), this.configured(step.kind)),
      );
    }
    for (const config of this.plugins('transformers')) {
      located(
        () => file.place('transformers'),
        () => run(makeTransformer({ folder, book, config }), pluginOrigin(config)),
      );
    }
  }

  /** Runs validators, which may add nothing but a label that says so; it stays. */
  private validate({ resources }: Accumulated): void {
    const { folder, file } = this;
    for (const config of this.plugins('validators')) {
      located(
        () => file.place('validators'),
        () => {
          const before = resources.all.map(({ root }) => emitResource(root));
          makeTransformer({ folder, book: this.context.books.current, config })(resources);
          const after = resources.all.map((each) => emitResource(withoutValidation(each.copy()).root));
          if (before.length === after.length && before.every((text, index) => text === after[index])) return;
          complain({
            rule: 'kustomize/validator',
            got: `validator ${idText(config.id)} has changed resources; validator shouldn't modify the resource map`,
            want: 'a validator that only looks',
            fix: 'list it under transformers',
          });
        },
      );
    }
  }

  private addVars(into: Accumulated): void {
    const { value, place } = this.file;
    value.vars.forEach((each, index) => {
      located(
        () => place('vars', index),
        () => markSource(into.resources, each),
      );
    });
    located(
      () => place('vars'),
      () => into.addVars(value.vars),
    );
  }
}

const withoutValidation = (resource: Resource): Resource => {
  const { labels } = resource;
  if (labels.delete(validatedByLabel)) resource.setLabels(labels);
  return resource;
};

const pluginOrigin = (config: Resource): Origin | undefined => {
  const path = /^path: (.*)$/m.exec(config.noted('config.kubernetes.io/origin') ?? '')?.[1];
  if (path === undefined) return undefined;
  const { apiVersion, kind, name, namespace } = config;
  const configuredBy: ConfiguredBy = { apiVersion, kind, name, namespace };
  return { path: '', configuredIn: path, configuredBy };
};

/** Loads the kustomization in a folder, for a build that starts there. */
export const loadTarget = Target.load;
