import { literalBlock } from './blocks';
import { orderedKeys } from './field-order';
import { numberText } from './numbers';
import { isVisible, onOneLine, quoted } from './strings';
import { UnwritableValue } from './unwritable';

/** How a document is written. */
export interface EmitOptions {
  /** Lines of a comment above the document, without `#`. */
  readonly comment?: readonly string[];
}

const step = '  ';

/** Parsers take a key without `?` only up to 1,024 characters. */
const longestKey = 1000;

/** Deeper than any manifest, and far from every parser's limit; a cycle ends here too. */
const deepest = 500;

const loneSurrogate = /[\uD800-\uDFFF]/u;
const mayHaveSurrogate = /[\uD800-\uDFFF]/;

const isPlainObject = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  // the root of every realm's prototypes has none itself
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
};

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Writes one document; every method gives whole lines, but `scalar` and `oneLine`. */
class Emitter {
  private readonly path: (string | number)[] = [];

  document(value: unknown): string {
    if (Array.isArray(value) && value.length > 0) return this.list(value, '');
    if (isMap(value)) return this.map(value, '', '') || '{}\n';
    // parsers do not agree on the indentation of a literal block at the root
    return `${typeof value === 'string' ? this.oneLine(value) : this.scalar(value, '')}\n`;
  }

  private refuse(got: string, want: string): never {
    throw new UnwritableValue([...this.path], got, want);
  }

  private checked(text: string): string {
    if (mayHaveSurrogate.test(text) && loneSurrogate.test(text)) {
      this.refuse('half of a surrogate pair', 'whole Unicode characters');
    }
    return text;
  }

  private oneLine(text: string): string {
    return onOneLine(this.checked(text));
  }

  private lines(text: string, indent: string): string {
    return literalBlock(this.checked(text), indent + step) ?? quoted(text);
  }

  private scalar(value: unknown, indent: string): string {
    switch (typeof value) {
      case 'string':
        return value.includes('\n') ? this.lines(value, indent) : this.oneLine(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'number':
        return (
          numberText(value) ??
          this.refuse(
            `the number ${value}`,
            'a number that a double holds exactly, or the digits as a string',
          )
        );
      case 'object':
        if (value === null) return 'null';
        if (Array.isArray(value)) return '[]';
        return this.refuse(`an object of class ${value.constructor.name}`, 'plain maps, lists and scalars');
      default:
        return this.refuse(`a value of type ${typeof value}`, 'plain maps, lists and scalars');
    }
  }

  /** The entries of a map, the first of which follows text of the caller; empty where all are undefined. */
  private map(value: object, indent: string, field: string, first = indent): string {
    if (!isPlainObject(value)) return this.scalar(value, indent);
    if (this.path.length > deepest) this.refuse('a cycle, or deeper nesting', `at most ${deepest} levels`);
    let text = '';
    let before = first;
    for (const key of orderedKeys(value, field)) {
      const child = value[key];
      if (child === undefined) continue;
      this.path.push(key);
      text += before + this.entry(key, child, indent);
      this.path.pop();
      before = indent;
    }
    return text;
  }

  private entry(key: string, value: unknown, indent: string): string {
    const name = this.oneLine(key);
    const head = name.length > longestKey ? `? ${name}\n${indent}:` : `${name}:`;
    if (Array.isArray(value)) {
      return value.length === 0 ? `${head} []\n` : `${head}\n${this.list(value, indent)}`;
    }
    if (isMap(value)) {
      const map = this.map(value, indent + step, key);
      return map === '' ? `${head} {}\n` : `${head}\n${map}`;
    }
    return `${head} ${this.scalar(value, indent)}\n`;
  }

  private list(items: readonly unknown[], indent: string, first = indent): string {
    if (this.path.length > deepest) this.refuse('a cycle, or deeper nesting', `at most ${deepest} levels`);
    let text = '';
    let before = first;
    for (let index = 0; index < items.length; index++) {
      this.path.push(index);
      text += `${before}- ${this.item(items[index], indent)}`;
      this.path.pop();
      before = indent;
    }
    return text;
  }

  private item(value: unknown, indent: string): string {
    if (Array.isArray(value) && value.length > 0) return this.list(value, indent + step, '');
    if (isMap(value)) return this.map(value, indent + step, '', '') || '{}\n';
    return `${this.scalar(value, indent)}\n`;
  }
}

const commentLines = (comment: readonly string[]): string =>
  comment
    .flatMap((line) => line.split('\n'))
    .map((line) => (line === '' ? '#\n' : `# ${isVisible(line) ? line : quoted(line)}\n`))
    .join('');

/**
 * A value as one YAML document that YAML 1.1 and 1.2 parsers read alike: fields in the order people expect, two
 * spaces, lists at the indentation of their field, literal blocks for texts of several lines, no anchors, no folding,
 * entries that are undefined left out, a line break at the end.
 * @throws UnwritableValue (a RangeError) for what is no JSON, and for numbers and texts that would not come back equal.
 */
export const emitYaml = (value: unknown, options: EmitOptions = {}): string =>
  commentLines(options.comment ?? []) + new Emitter().document(value);
