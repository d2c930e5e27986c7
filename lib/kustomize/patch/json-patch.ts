import { complain } from '../problem';
import type { Json, JsonMap } from '../yaml/effective';
import { goJson } from '../resource/hash';

/** One operation. https://www.rfc-editor.org/rfc/rfc6902 */
export interface Operation {
  readonly op: string;
  readonly path: string | undefined;
  readonly from: string | undefined;
  /** Undefined where the operation has none. */
  readonly value: Json | undefined;
}

/** A value that patches change in place. */
type Mutable = Json | MutableList | MutableMap;
type MutableList = Mutable[];
type MutableMap = Map<string, Mutable>;

const isMap = (value: Mutable | undefined): value is MutableMap => value instanceof Map;
const isList = (value: Mutable | undefined): value is MutableList => Array.isArray(value);

const copyOf = (value: Json | Mutable): Mutable => {
  if (value instanceof Map) {
    return new Map(
      Array.from(value as MutableMap, ([name, each]): [string, Mutable] => [name, copyOf(each)]),
    );
  }
  if (Array.isArray(value)) return (value as MutableList).map(copyOf);
  return value as Mutable;
};

const fail = (got: string, path: string | undefined): never =>
  complain({
    rule: 'kustomize/json-patch',
    got: path === undefined ? got : `${got}: ${JSON.stringify(path)}`,
    want: 'operations that apply to every object that the patch is for',
    fix: 'correct the path, or narrow the target',
  });

const unescape = (part: string): string => part.replace(/~[01]/g, (mark) => (mark === '~1' ? '/' : '~'));

interface Place {
  readonly container: MutableMap | MutableList;
  readonly key: string;
}

const indexOf = (key: string, length: number, path: string): number => {
  if (!/^[-+]?\d+$/.test(key)) return fail(`value was not a proper array index: '${key}'`, path);
  const index = Number(key);
  const positive = index < 0 ? index + length : index;
  if (positive < 0) return fail(`Unable to access invalid index: ${index}`, path);
  return positive;
};

const childOf = (container: Mutable | undefined, part: string, path: string): Mutable | undefined => {
  if (isMap(container)) return container.get(part);
  if (!isList(container) || !/^[-+]?\d+$/.test(part)) return undefined;
  return container[indexOf(part, container.length, path)];
};

/** Applies operations to one document. */
class Patcher {
  constructor(private root: Mutable) {}

  apply(operation: Operation): void {
    const { op } = operation;
    const path = operation.path ?? fail(`${op} operation failed to decode path`, undefined);
    switch (op) {
      case 'add':
        return this.add(path, this.valueOf(operation), 'add operation does not apply: doc is missing path');
      case 'remove':
        return this.remove(path, 'remove operation does not apply: doc is missing path');
      case 'replace':
        return this.replace(path, this.valueOf(operation));
      case 'move': {
        const from = operation.from ?? fail('move operation failed to decode from', path);
        const value = this.get(from, 'move operation does not apply: doc is missing from path');
        this.remove(from, 'error in move for path');
        return this.add(
          path,
          value ?? null,
          'move operation does not apply: doc is missing destination path',
        );
      }
      case 'copy': {
        const from = operation.from ?? fail('copy operation failed to decode from', path);
        const value = this.get(from, 'copy operation does not apply: doc is missing from path');
        return this.add(
          path,
          copyOf(value ?? null),
          'copy operation does not apply: doc is missing destination path',
        );
      }
      case 'test':
        return this.test(path, operation.value);
      default:
        return fail(`Unexpected kind: ${op}`, path);
    }
  }

  get result(): Mutable {
    return this.root;
  }

  private valueOf({ value }: Operation): Mutable {
    return value === undefined ? null : copyOf(value);
  }

  private place(path: string, missing: string): Place {
    const parts = path.split('/');
    if (parts.length < 2) return fail(missing, path);
    let container: Mutable | undefined = this.root;
    for (const part of parts.slice(1, -1)) container = childOf(container, unescape(part), path) ?? undefined;
    if (!isMap(container) && !isList(container)) return fail(missing, path);
    return { container, key: unescape(parts[parts.length - 1] ?? '') };
  }

  private get(path: string, missing: string): Mutable | undefined {
    const { container, key } = this.place(path, missing);
    if (isMap(container)) return container.get(key);
    const index = indexOf(key, container.length, path);
    return index < container.length ? container[index] : fail(`Unable to access invalid index: ${key}`, path);
  }

  private add(path: string, value: Mutable, missing: string): void {
    const { container, key } = this.place(path, missing);
    if (isMap(container)) {
      container.set(key, value);
      return;
    }
    if (key === '-') {
      container.push(value);
      return;
    }
    const index = indexOf(key, container.length + 1, path);
    if (index > container.length) fail(`Unable to access invalid index: ${index}`, path);
    container.splice(index, 0, value);
  }

  private remove(path: string, missing: string): void {
    const { container, key } = this.place(path, missing);
    if (isMap(container)) {
      if (!container.delete(key)) fail(`Unable to remove nonexistent key: ${key}`, path);
      return;
    }
    const index = indexOf(key, container.length, path);
    if (index >= container.length) fail(`Unable to access invalid index: ${index}`, path);
    container.splice(index, 1);
  }

  private replace(path: string, value: Mutable): void {
    if (path === '') {
      this.root =
        isMap(value) || isList(value) ? value : fail('replace operation value must be object or array', path);
      return;
    }
    const { container, key } = this.place(path, 'replace operation does not apply: doc is missing path');
    if (isMap(container)) {
      container.set(key, value);
      return;
    }
    const index = /^[-+]?\d+$/.test(key) ? indexOf(key, container.length, path) : container.length;
    if (index >= container.length) fail('replace operation does not apply: doc is missing key', path);
    container[index] = value;
  }

  private test(path: string, value: Json | undefined): void {
    const held = path === '' ? this.root : this.get(path, 'test operation does not apply: is missing path');
    const same =
      held === undefined ? value === undefined || value === null : value !== undefined && equal(held, value);
    if (!same) fail('testing value failed', path);
  }
}

const equal = (a: Mutable, b: Json): boolean => goJson(a as Json) === goJson(b);

/** Applies a patch; the document stays as it was. */
export const applyJsonPatch = (document: JsonMap, patch: readonly Operation[]): Json => {
  const patcher = new Patcher(copyOf(document));
  for (const operation of patch) patcher.apply(operation);
  return patcher.result as Json;
};
