import { parseFile } from '../kustomization/file';
import type { Source } from '../problem';
import type { Node } from '../tree/node';
import { fieldSpec, mergeField } from './field-spec';
import { emptyConfig, mergeConfigs, type TransformerConfig } from './transformer-config';

/** Extensions of OpenAPI definitions that say what a field is for. */
const extension = {
  annotation: 'x-kubernetes-annotation',
  labelSelector: 'x-kubernetes-label-selector',
  identity: 'x-kubernetes-identity',
  version: 'x-kubernetes-object-ref-api-version',
  kind: 'x-kubernetes-object-ref-kind',
  nameKey: 'x-kubernetes-object-ref-name-key',
} as const;

const schemaOf = (definition: Node | undefined): Node | undefined =>
  definition?.field('Schema') ?? definition?.field('schema');

const isKubernetesType = (properties: Node | undefined): boolean =>
  ['kind', 'apiVersion', 'metadata'].every((name) => properties?.field(name) !== undefined);

/** Walks the properties of a definition and those that they refer to. */
class Walk {
  config: TransformerConfig = emptyConfig;

  constructor(
    private readonly definitions: Node,
    private readonly kind: string,
  ) {}

  visit(name: string, path: readonly string[], open: ReadonlySet<string>): void {
    const properties = schemaOf(this.definitions.field(name))?.field('properties');
    if (open.has(name)) return;
    for (const [field, property] of properties?.fields ?? []) {
      const here = [...path, field];
      this.note(property, here);
      const reference = property.field('$ref')?.text;
      if (reference !== undefined) this.visit(reference, here, new Set([...open, name]));
    }
  }

  private note(property: Node, path: readonly string[]): void {
    const { kind } = this;
    const field = fieldSpec(path.join('/'), { kind });
    const lists = [
      ['commonAnnotations', extension.annotation],
      ['commonLabels', extension.labelSelector],
      ['namePrefix', extension.identity],
    ] as const;
    for (const [list, mark] of lists) {
      if (property.field(mark) === undefined) continue;
      this.config = { ...this.config, [list]: mergeField(this.config[list], field) };
    }
    const version = property.field(extension.version)?.text;
    const target = property.field(extension.kind)?.text;
    if (version === undefined || target === undefined) return;
    const nameKey = property.field(extension.nameKey)?.text ?? 'name';
    const referrer = fieldSpec([...path, nameKey].join('/'), { kind });
    const reference = { group: '', version, kind: target, referrers: [referrer] };
    this.config = mergeConfigs(this.config, { ...emptyConfig, nameReference: [reference] });
  }
}

/** What the OpenAPI definitions of a file of `crds` say of names, labels and annotations in custom resources. */
export const readCrds = (source: Source): TransformerConfig => {
  const definitions = parseFile(source);
  let config = emptyConfig;
  for (const [name, definition] of definitions.fields) {
    if (!isKubernetesType(schemaOf(definition)?.field('properties'))) continue;
    const walk = new Walk(definitions, name.split('.').pop() ?? name);
    walk.visit(name, [], new Set());
    config = mergeConfigs(config, walk.config);
  }
  return config;
};
