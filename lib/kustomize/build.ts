import { loadTarget, Accumulated } from './accumulate';
import type { FileSystem } from './loader/file-system';
import { disk } from './loader/file-system';
import { Folder, type LoadRestrictor, type RemoteResolver } from './loader/folder';
import { located, placeAt, refuse } from './problem';
import {
  localConfigAnnotation,
  managedByLabel,
  originAnnotation,
  transformationsAnnotation,
} from './resource/annotations';
import { effectiveNamespace, idText } from './resource/id';
import { rootOrigin } from './resource/origin';
import type { ResourceList } from './resource/list';
import type { Resource } from './resource/resource';
import { Books } from './schema/books';
import { setTexts } from './transform/metadata';
import { addHashes } from './transform/hash';
import { fieldSpec } from './config/field-spec';
import { fixNameReferences } from './transform/name-reference';
import { legacyOrder, sortOptionsOf, sortResources } from './transform/sort';
import { findVarValue, replaceVars, type VarValue } from './transform/vars';
import { emitResource } from './yaml/emit';
import { jsonOf, UnfitScalar, type Json } from './yaml/effective';

/** Settings of a build. */
export interface BuildOptions {
  /** Where files are read. Default: the disk. */
  readonly fs?: FileSystem;
  /** Which files kustomizations may read. Default: `rootOnly`, as kustomize. */
  readonly loadRestrictor?: LoadRestrictor;
  /** Where a site keeps what remote URLs name. Default: nowhere, so that they are refused. */
  readonly resolveRemote?: RemoteResolver;
  /** Folder that relative paths, also those in messages, start at. Default: the working folder of the process. */
  readonly cwd?: string;
  /** Called for warnings, such as of deprecated fields. Default: they are dropped. */
  readonly warn?: (message: string) => void;
}

/** A value of a built object. Whole numbers past 2^53 are rounded; the YAML text has them exactly. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** An object that a build gives. */
export interface BuiltObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & {
    readonly [name: string]: Value;
  };
  readonly [name: string]: Value;
}

/** A file for one object. */
export interface BuiltFile {
  /** `apps_v1_deployment_web.yaml`; the namespace stands before it where there are several. */
  readonly name: string;
  readonly text: string;
}

/** What a build gives: objects in kustomize's order. */
export interface Build {
  readonly objects: readonly BuiltObject[];
  /** The objects as `kustomize build` prints them. */
  readonly yaml: string;
  /** One file for each object, named as `kustomize build -o <folder>` names them. */
  readonly files: readonly BuiltFile[];
}

const plain = (value: Json): Value => {
  if (value instanceof Map) {
    return Object.fromEntries(Array.from(value, ([name, each]): [string, Value] => [name, plain(each)]));
  }
  if (Array.isArray(value)) return value.map((each: Json) => plain(each));
  return typeof value === 'bigint' ? Number(value) : (value as Value);
};

const isObject = (value: Value): value is BuiltObject =>
  typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;

/** Runs something for one resource; what does not fit YAML is reported with the file that the resource came from. */
const forResource = <T>(resource: Resource, run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UnfitScalar)) throw error;
    const { readFrom } = resource;
    return refuse(
      readFrom === undefined ? { kind: 'path', path: '.' } : placeAt(readFrom.source, readFrom.offset),
      {
        rule: 'kustomize/value',
        got: `${error.message}, in ${idText(resource.id)}`,
        want: 'values that fit their tags, and numbers that JSON can hold',
        fix: 'put the value in quotes, or correct it',
      },
    );
  }
};

/** Gives the resources of the whole tree their final names. */
const finishNames = (gathered: Accumulated): void => {
  addHashes(gathered.resources);
  fixNameReferences(gathered.config.nameReference)(gathered.resources);
  const names = [...gathered.vars.keys()].sort();
  if (names.length === 0) return;
  const values = new Map(
    names.map((name): [string, VarValue] => {
      const path = gathered.vars.get(name)?.fieldref.fieldPath ?? '';
      return [name, findVarValue(name, path === '' ? 'metadata.name' : path, gathered.resources)];
    }),
  );
  replaceVars(values, gathered.config.varReference)(gathered.resources);
};

const dropLocal = (resources: ResourceList): void => {
  const isLocal = (resource: Resource): boolean => {
    const local = resource.noted(localConfigAnnotation);
    return local !== undefined && local !== 'false';
  };
  if (resources.all.some(isLocal)) resources.replaceAll(resources.all.filter((each) => !isLocal(each)));
};

/** Takes away what the build has noted on resources, but what `buildMetadata` asks to keep. */
const removeNotes = (resources: ResourceList, metadata: readonly string[]): void => {
  for (const resource of resources.all) {
    resource.removeBuildNotes();
    const { annotations } = resource;
    if (!metadata.includes('originAnnotations')) annotations.delete(originAnnotation);
    if (!metadata.includes('transformerAnnotations')) annotations.delete(transformationsAnnotation);
    resource.setAnnotations(annotations);
  }
};

const buildResources = (folder: string, options: BuildOptions): ResourceList => {
  const cwd = options.cwd ?? process.cwd();
  const root = located(
    () => ({ kind: 'path', path: folder }),
    () =>
      Folder.root(folder, {
        fileSystem: options.fs ?? disk,
        restrictor: options.loadRestrictor ?? 'rootOnly',
        resolveRemote: options.resolveRemote ?? (() => undefined),
        cwd,
        texts: new Map(),
      }),
  );
  const context = { books: new Books(), warn: options.warn ?? (() => undefined) };
  const target = loadTarget(root, context, ({ value }) =>
    value.buildMetadata.length === 0 ? undefined : rootOrigin,
  );
  const { value, place } = target.fileRead;
  return located(
    () => place(),
    () => {
      const gathered = target.accumulate(new Accumulated());
      const { resources } = gathered;
      finishNames(gathered);
      dropLocal(resources);
      const sort = value.sortOptions;
      const order =
        sort === undefined
          ? legacyOrder
          : located(
              () => place('sortOptions'),
              () => sortOptionsOf(sort),
            );
      sortResources(order)(resources);
      if (value.buildMetadata.includes('managedByLabel')) {
        setTexts(new Map([[managedByLabel, 'kustomize-v5.5.0']]), [fieldSpec('metadata/labels', {}, true)])(
          resources,
        );
      }
      removeNotes(resources, value.buildMetadata);
      return resources;
    },
  );
};

/** A build whose texts and objects are made when they are asked for. */
class LazyBuild implements Build {
  constructor(private readonly resources: readonly Resource[]) {}

  get objects(): readonly BuiltObject[] {
    return this.resources.map((resource) => {
      const value = plain(forResource(resource, () => jsonOf(resource.root)));
      if (isObject(value)) return value;
      return refuse(
        { kind: 'path', path: resource.readFrom?.source.file ?? '.' },
        {
          rule: 'kustomize/value',
          got: `${idText(resource.id)} without kind or metadata`,
          want: 'an object',
          fix: 'correct the patch that removes them',
        },
      );
    });
  }

  get files(): readonly BuiltFile[] {
    const namespaces = new Set(
      this.resources.filter(({ id }) => !id.clusterScoped).map(({ id }) => effectiveNamespace(id)),
    );
    return this.resources.map((resource) => {
      const { id } = resource;
      const parts = [id.group, id.version, id.kind, id.name].filter((part) => part !== '');
      const prefix = namespaces.size > 1 && !id.clusterScoped ? [effectiveNamespace(id)] : [];
      return {
        name: `${[...prefix, ...parts].join('_').toLowerCase()}.yaml`,
        text: forResource(resource, () => emitResource(resource.root)),
      };
    });
  }

  get yaml(): string {
    return this.resources
      .map((resource) => forResource(resource, () => emitResource(resource.root)))
      .join('---\n');
  }
}

/**
 * Builds the kustomization in a folder.
 * @throws Refusal with the file, line and field of what is wrong.
 */
export const build = (folder: string, options: BuildOptions = {}): Build =>
  new LazyBuild(buildResources(folder, options).all);
