import {
  groupOf,
  keyId,
  keyOf,
  listAt,
  mapSelects,
  podTemplateOf,
  secretsMadeOf,
  selectorSelects,
  stringAt,
  stringMapAt,
  type KubernetesObject,
  type PodTemplate,
} from '../../kubernetes';
import type { Draft } from '../draft';

/** A workload with the pods that it makes. */
interface Workload {
  readonly index: number;
  readonly template: PodTemplate;
}

const add = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

/** An index over all objects, built once, that answers every question of the reference finders in constant time. */
export class Catalogue {
  private readonly byId = new Map<string, number>();
  private readonly definitions = new Map<string, number>();
  private readonly secrets = new Map<string, number>();
  private readonly workloads = new Map<string, Map<string, Workload[]>>();
  private readonly bindings = new Map<string, number[]>();
  private defaultClass: number | undefined;

  constructor(private readonly drafts: readonly Draft[]) {
    drafts.forEach(({ object }, index) => this.add(object, index));
  }

  private add(object: KubernetesObject, index: number): void {
    const key = keyOf(object);
    this.byId.set(keyId(key), index);
    const type = `${key.group}/${key.kind}`;
    if (key.kind === 'CustomResourceDefinition') {
      this.definitions.set(
        `${stringAt(object, 'spec', 'group') ?? ''}/${stringAt(object, 'spec', 'names', 'kind') ?? ''}`,
        index,
      );
    }
    for (const { namespace, name } of secretsMadeOf(object)) this.secrets.set(`${namespace}/${name}`, index);
    if (
      type === 'storage.k8s.io/StorageClass' &&
      object.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true'
    ) {
      this.defaultClass ??= index;
    }
    if (key.kind === 'RoleBinding' || key.kind === 'ClusterRoleBinding') {
      for (const subject of listAt(object, 'subjects')) {
        if (stringAt(subject, 'kind') !== 'ServiceAccount') continue;
        const namespace = stringAt(subject, 'namespace') ?? key.namespace;
        add(this.bindings, `${namespace}/${stringAt(subject, 'name') ?? ''}`, index);
      }
    }
    const template = podTemplateOf(object);
    if (template === undefined) return;
    const labelled = this.workloads.get(key.namespace) ?? new Map<string, Workload[]>();
    this.workloads.set(key.namespace, labelled);
    // Selectors nearly always name a label's value; this key makes a lookup independent of how many workloads there are.
    for (const [label, value] of Object.entries(template.labels))
      add(labelled, `${label}=${value}`, { index, template });
    add(labelled, '', { index, template });
  }

  object(index: number): KubernetesObject | undefined {
    return this.drafts[index]?.object;
  }

  find(group: string, kind: string, namespace: string, name: string | undefined): readonly number[] {
    if (name === undefined) return [];
    const found = this.byId.get(keyId({ group, kind, namespace, name }));
    return found === undefined ? [] : [found];
  }

  /** The Secret itself, or what makes it. */
  secret(namespace: string, name: string | undefined): readonly number[] {
    const made = this.secrets.get(`${namespace}/${name ?? ''}`);
    return made === undefined ? this.find('', 'Secret', namespace, name) : [made];
  }

  definitionOf(object: KubernetesObject): readonly number[] {
    const found = this.definitions.get(`${groupOf(object.apiVersion)}/${object.kind}`);
    return found === undefined ? [] : [found];
  }

  /** The named class; the default one where a claim names none; none for the empty name. */
  storageClass(name: string | undefined): readonly number[] {
    if (name !== undefined) return this.find('storage.k8s.io', 'StorageClass', '', name);
    return this.defaultClass === undefined ? [] : [this.defaultClass];
  }

  bindingsOf(namespace: string, serviceAccount: string): readonly number[] {
    return this.bindings.get(`${namespace}/${serviceAccount}`) ?? [];
  }

  private candidates(namespace: string, labels: Readonly<Record<string, string>>): readonly Workload[] {
    const [first] = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
    return this.workloads.get(namespace)?.get(first ?? '') ?? [];
  }

  /** Workloads behind a Service. */
  behind(service: KubernetesObject): readonly number[] {
    const selector = stringMapAt(service, 'spec', 'selector');
    return this.candidates(service.metadata.namespace ?? '', selector)
      .filter(({ template }) => mapSelects(selector, template.labels))
      .map(({ index }) => index);
  }

  /** Workloads whose pods a LabelSelector selects. */
  selected(namespace: string, selector: unknown): readonly number[] {
    return this.candidates(namespace, stringMapAt(selector, 'matchLabels'))
      .filter(({ template }) => selectorSelects(selector, template.labels))
      .map(({ index }) => index);
  }
}
