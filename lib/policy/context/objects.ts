import { keyId, type ObjectKey } from '../../kubernetes';
import type { Manifest } from '../../render';

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

/** Every object of a release by identity and by kind; each question is answered in constant time. */
export class ObjectIndex {
  private readonly byId = new Map<string, Manifest>();
  private readonly byKind = new Map<string, Manifest[]>();
  private readonly byKindAndName = new Map<string, Manifest[]>();

  constructor(readonly all: readonly Manifest[]) {
    for (const manifest of all) {
      const { group, kind, name } = manifest.key;
      this.byId.set(keyId(manifest.key), manifest);
      push(this.byKind, `${group}/${kind}`, manifest);
      push(this.byKindAndName, `${group}/${kind}/${name}`, manifest);
    }
  }

  find(key: ObjectKey): Manifest | undefined {
    return this.byId.get(keyId(key));
  }

  /** All objects of kinds written as `group/Kind`, with an empty group for the core one. */
  ofKind(...types: readonly string[]): readonly Manifest[] {
    const [first, ...others] = types;
    const found = first === undefined ? [] : (this.byKind.get(first) ?? []);
    return others.length === 0 ? found : [...found, ...others.flatMap((type) => this.byKind.get(type) ?? [])];
  }

  /** Objects of the same kind and name in any namespace: most dangling references only miss the namespace. */
  namesakes({ group, kind, name }: ObjectKey): readonly Manifest[] {
    return this.byKindAndName.get(`${group}/${kind}/${name}`) ?? [];
  }
}
