import {
  containersOf,
  fieldAt,
  isRecord,
  mapSelects,
  podTemplateOf,
  selectorSelects,
  stringMapAt,
  type ContainerOf,
  type PodTemplate,
} from '../../kubernetes';
import type { Manifest } from '../../render';
import { LabelIndex } from './label-index';

type Labels = Readonly<Record<string, string>>;

/** An object of a built-in kind that makes pods, with what most rules ask of it. */
export interface Workload {
  readonly manifest: Manifest;
  readonly namespace: string;
  readonly template: PodTemplate;
  /** Labels of its pods. */
  readonly labels: Labels;
  readonly containers: readonly ContainerOf[];
}

const toWorkload = (manifest: Manifest): Workload | undefined => {
  const template = podTemplateOf(manifest.object);
  return template === undefined || manifest.key.kind === 'PodTemplate'
    ? undefined
    : {
        manifest,
        namespace: manifest.key.namespace,
        template,
        labels: template.labels,
        containers: containersOf(template),
      };
};

const builtInGroups = new Set(['', 'apps', 'batch', 'autoscaling', 'policy']);

/** Label maps in a custom resource that may end up on pods which its controller makes. */
const labelMapsIn = (value: unknown, found: { readonly labels: Labels }[] = [], field = ''): typeof found => {
  if (Array.isArray(value)) for (const item of value) labelMapsIn(item, found);
  else if (isRecord(value)) {
    if (/labels$/i.test(field)) found.push({ labels: stringMapAt(value) });
    for (const [key, below] of Object.entries(value)) {
      if (typeof below === 'object') labelMapsIn(below, found, key);
    }
  }
  return found;
};

const makesPodsOfItsOwn = ({ key }: Manifest): boolean =>
  !builtInGroups.has(key.group) && !key.group.endsWith('.k8s.io');

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(keyOf(item));
    if (list === undefined) groups.set(keyOf(item), [item]);
    else list.push(item);
  }
  return groups;
};

/** All workloads of a release, and which of them a selector selects. */
export class WorkloadIndex {
  readonly all: readonly Workload[];
  private readonly byManifest: ReadonlyMap<Manifest, Workload>;
  private readonly byNamespace: ReadonlyMap<string, LabelIndex<Workload>>;
  private readonly customLabels: ReadonlyMap<string, readonly { readonly labels: Labels }[]>;

  constructor(manifests: readonly Manifest[]) {
    this.all = manifests.flatMap((manifest) => toWorkload(manifest) ?? []);
    this.byManifest = new Map(this.all.map((workload) => [workload.manifest, workload]));
    this.byNamespace = new Map(
      [...groupBy(this.all, ({ namespace }) => namespace)].map(([namespace, list]) => [
        namespace,
        new LabelIndex(list),
      ]),
    );
    const custom = manifests.filter(makesPodsOfItsOwn);
    this.customLabels = new Map(
      [...groupBy(custom, ({ key }) => key.namespace)].map(([namespace, list]) => [
        namespace,
        list.flatMap(({ object }) => labelMapsIn(fieldAt(object, 'spec'))),
      ]),
    );
  }

  of(manifest: Manifest): Workload | undefined {
    return this.byManifest.get(manifest);
  }

  in(namespace: string): readonly Workload[] {
    return this.byNamespace.get(namespace)?.all ?? [];
  }

  /** Workloads that a plain map of labels selects: a Service's selector. */
  *withLabels(namespace: string, labels: Labels): Generator<Workload> {
    for (const workload of this.byNamespace.get(namespace)?.withLabels(labels) ?? []) {
      if (mapSelects(labels, workload.labels)) yield workload;
    }
  }

  /** Workloads that a LabelSelector selects, one by one, so that asking for the first is cheap. */
  *selectedBy(namespace: string, selector: unknown): Generator<Workload> {
    for (const workload of this.byNamespace.get(namespace)?.candidates(selector) ?? []) {
      if (selectorSelects(selector, workload.labels)) yield workload;
    }
  }

  /** Whether a custom resource of the namespace gives its pods labels that are selected. */
  customPodsMatch(namespace: string, selects: (labels: Labels) => boolean): boolean {
    return (this.customLabels.get(namespace) ?? []).some(({ labels }) => selects(labels));
  }
}
