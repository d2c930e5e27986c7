import type { Source } from '../problem';
import { builtIn } from '../schema/built-in';
import type { SchemaBook } from '../schema/merge-schema';
import { fieldOrCreate, setField } from '../tree/edit';
import { isEmpty, Node, textOf } from '../tree/node';
import { buildNotes, enabled, note } from './annotations';
import { groupVersion, resourceId, effectiveNamespace, type ResourceId } from './id';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where a resource was read: the file, and the offset of its document in it. */
export interface ReadFrom {
  readonly source: Source;
  readonly offset: number;
}

interface Previous {
  readonly key: string;
  readonly ids: readonly ResourceId[];
}

/** An object on its way through a build: its document, and what the build knows of it beside. */
export class Resource {
  /** Names of vars whose value is in it. */
  readonly varNames: string[] = [];
  private current: ResourceId | undefined;
  private previous: Previous = { key: '', ids: [] };

  constructor(
    public root: Node,
    readonly book: SchemaBook = builtIn,
    readonly readFrom?: ReadFrom,
  ) {}

  get kind(): string {
    return this.root.field('kind')?.text ?? '';
  }

  get apiVersion(): string {
    return this.root.field('apiVersion')?.text ?? '';
  }

  get name(): string {
    return this.metadataText('name');
  }

  get namespace(): string {
    return this.metadataText('namespace');
  }

  /** Whether nothing is left of it. */
  get isEmpty(): boolean {
    return isEmpty(this.root);
  }

  private get metadata(): Node | undefined {
    const metadata = this.root.field('metadata');
    return isEmpty(metadata) ? undefined : metadata;
  }

  private metadataText(name: string): string {
    const node = this.metadata?.field(name);
    return isEmpty(node) ? '' : (node?.text ?? '');
  }

  /** What it is called now. */
  get id(): ResourceId {
    const { kind, apiVersion, name, namespace } = this;
    const known = this.current;
    if (
      known !== undefined &&
      known.kind === kind &&
      known.name === name &&
      known.namespace === namespace &&
      this.currentApiVersion === apiVersion
    ) {
      return known;
    }
    this.currentApiVersion = apiVersion;
    this.current = resourceId(apiVersion, kind, name, namespace, this.book);
    return this.current;
  }

  private currentApiVersion = '';

  /** What it was called before, the first name first. */
  get previousIds(): readonly ResourceId[] {
    const annotations = this.metadata?.field('annotations');
    const names = annotations?.field(note.previousNames)?.text;
    if (names === undefined) return [];
    const namespaces = annotations?.field(note.previousNamespaces)?.text ?? '';
    const kinds = annotations?.field(note.previousKinds)?.text ?? '';
    const key = `${this.apiVersion}\n${names}\n${namespaces}\n${kinds}`;
    if (this.previous.key !== key) {
      const inNamespaces = namespaces.split(',');
      const ofKinds = kinds.split(',');
      const ids = names.split(',').map((name, index) => ({
        ...groupVersion(this.apiVersion),
        kind: ofKinds[index] ?? '',
        name,
        namespace: inNamespaces[index] ?? '',
        clusterScoped: false,
      }));
      this.previous = { key, ids };
    }
    return this.previous.ids;
  }

  /** What it was called first. */
  get originalId(): ResourceId {
    return this.previousIds[0] ?? this.id;
  }

  /** Remembers what it is called, before that changes. */
  storeId(): void {
    const { id } = this;
    this.appendNote(note.previousNames, id.name);
    this.appendNote(note.previousNamespaces, effectiveNamespace(id));
    this.appendNote(note.previousKinds, id.kind);
  }

  setName(name: string): void {
    setField(fieldOrCreate(this.root, 'metadata', 'map'), 'name', Node.scalar(name));
  }

  setNamespace(namespace: string): void {
    if (namespace !== '')
      setField(fieldOrCreate(this.root, 'metadata', 'map'), 'namespace', Node.scalar(namespace));
    else if (this.root.field('metadata')?.kind === 'map') this.root.field('metadata')?.remove('namespace');
  }

  setKind(kind: string): void {
    setField(this.root, 'kind', Node.scalar(kind));
  }

  setApiVersion(apiVersion: string): void {
    setField(this.root, 'apiVersion', Node.scalar(apiVersion));
  }

  get annotations(): Map<string, string> {
    return this.texts('annotations');
  }

  get labels(): Map<string, string> {
    return this.texts('labels');
  }

  private texts(field: string): Map<string, string> {
    const texts = new Map<string, string>();
    for (const [name, value] of this.metadata?.field(field)?.fields ?? []) texts.set(name, value.text);
    return texts;
  }

  setAnnotations(annotations: ReadonlyMap<string, string>): void {
    this.setTexts('annotations', annotations);
  }

  setLabels(labels: ReadonlyMap<string, string>): void {
    this.setTexts('labels', labels);
  }

  private setTexts(field: string, texts: ReadonlyMap<string, string>): void {
    const metadata = fieldOrCreate(this.root, 'metadata', 'map');
    metadata.remove(field);
    if (texts.size === 0) return;
    const map = Node.map();
    metadata.put(field, map);
    for (const name of [...texts.keys()].sort(compare))
      setField(map, name, Node.string(texts.get(name) ?? ''));
  }

  /** A note of the build; undefined where there is none. */
  noted(name: string): string | undefined {
    return this.metadata?.field('annotations')?.field(name)?.text;
  }

  isEnabled(name: string): boolean {
    return this.noted(name) === enabled;
  }

  /** Lets a patch change the name or kind of what it is merged into. */
  allow(change: 'allowNameChange' | 'allowKindChange'): void {
    this.note(note[change], enabled);
  }

  note(name: string, value: string): void {
    this.setAnnotations(this.annotations.set(name, value));
  }

  private noteList(name: string): readonly string[] {
    return this.noted(name)?.split(',') ?? [];
  }

  private appendNote(name: string, value: string): void {
    if (value === '') return;
    const before = this.noted(name);
    const annotations = this.annotationMap();
    const node = Node.string(before === undefined ? value : `${before},${value}`);
    node.style = 'quoted';
    setField(annotations, name, node);
  }

  private annotationMap(): Node {
    const metadata = fieldOrCreate(this.root, 'metadata', 'map');
    if (isEmpty(metadata.field('annotations'))) metadata.remove('annotations');
    return fieldOrCreate(metadata, 'annotations', 'map');
  }

  get prefixes(): readonly string[] {
    return this.noteList(note.prefixes);
  }

  get suffixes(): readonly string[] {
    return this.noteList(note.suffixes);
  }

  addPrefix(prefix: string): void {
    this.appendNote(note.prefixes, prefix);
  }

  addSuffix(suffix: string): void {
    this.appendNote(note.suffixes, suffix);
  }

  removeBuildNotes(): void {
    const { annotations } = this;
    if (annotations.size === 0) return;
    for (const name of buildNotes) annotations.delete(name);
    this.setAnnotations(annotations);
  }

  copy(): Resource {
    const copy = new Resource(this.root.copy(), this.book, this.readFrom);
    copy.varNames.push(...this.varNames);
    return copy;
  }

  /** Takes over labels, annotations and names of another; what it has itself wins. */
  mergeMetadataFrom(other: Resource): void {
    this.setLabels(new Map([...other.labels, ...this.labels]));
    const own = this.annotations;
    const others = other.annotations;
    const merged = new Map([...others, ...own]);
    for (const name of buildNotes) {
      const value = others.get(name);
      if (value === undefined) merged.delete(name);
      else merged.set(name, value);
    }
    if (!own.has(note.needsHash)) merged.delete(note.needsHash);
    this.setAnnotations(merged);
    this.setName(other.name);
    this.setNamespace(other.namespace);
    this.varNames.splice(0, this.varNames.length, ...other.varNames);
  }

  /** Completes `data` and `binaryData` from another; what it has itself wins. */
  mergeData(other: Resource): void {
    for (const field of ['data', 'binaryData'] as const) {
      const merged = new Map([...other.dataTexts(field), ...this.dataTexts(field)]);
      this.root.remove(field);
      if (merged.size === 0) continue;
      const map = Node.map();
      this.root.put(field, map);
      for (const name of [...merged.keys()].sort(compare))
        setField(map, name, Node.string(merged.get(name) ?? ''));
    }
  }

  /** Text fields of `data` or `binaryData`. */
  private dataTexts(field: 'data' | 'binaryData'): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const [name, value] of this.root.field(field)?.fields ?? []) texts.set(name, textOf(value));
    return texts;
  }
}
