import { amountsOf, listAt, noDefaults, recordAt, stringAt, type ContainerDefaults } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { ObjectIndex } from './objects';

/** What the release says of its namespaces. */
export class NamespaceIndex {
  /** Namespace objects of the release. */
  readonly declared: readonly Manifest[];
  private readonly byName: ReadonlyMap<string, Manifest>;
  private readonly defaults = new Map<string, ContainerDefaults>();

  constructor(objects: ObjectIndex) {
    this.declared = objects.ofKind('/Namespace');
    this.byName = new Map(this.declared.map((manifest) => [manifest.key.name, manifest]));
    for (const { key, object } of objects.ofKind('/LimitRange')) {
      for (const item of listAt(object, 'spec', 'limits')) {
        if (stringAt(item, 'type') !== 'Container') continue;
        const limits = amountsOf(recordAt(item, 'default'));
        const max = amountsOf(recordAt(item, 'max'));
        // The API server fills an absent default from max, and an absent defaultRequest from default.
        const filled = { ...max, ...limits };
        const before = this.defaultsOf(key.namespace);
        this.defaults.set(key.namespace, {
          limits: { ...filled, ...before.limits },
          requests: { ...filled, ...amountsOf(recordAt(item, 'defaultRequest')), ...before.requests },
        });
      }
    }
  }

  find(name: string): Manifest | undefined {
    return this.byName.get(name);
  }

  /** What LimitRanges give a container of the namespace that says nothing itself. */
  defaultsOf(name: string): ContainerDefaults {
    return this.defaults.get(name) ?? noDefaults;
  }
}
