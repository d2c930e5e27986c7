import type { Json } from '../kubernetes';
import { emitYaml } from './emit';

const number = /^-?[0-9]+(?:\.[0-9]+(?:e[+-][0-9]+)?)?$/;
const blockHeader = /^\|2?([-+]?)$/;
const quotedKey = /^("(?:[^"\\]|\\.)*"):(?: |$)/;
const constants = new Map<string, Json>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

const indentOf = (line: string): number => {
  let spaces = 0;
  while (line.charCodeAt(spaces) === 32) spaces++;
  return spaces;
};

const isEntry = (body: string): boolean =>
  body.startsWith('"') ? quotedKey.test(body) : body.endsWith(':') || body.includes(': ');

const unquoted = (text: string): string => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'string') throw new SyntaxError(text);
  return value;
};

const splitEntry = (body: string): readonly [string, string] => {
  const match = quotedKey.exec(body);
  if (match?.[1] !== undefined) return [unquoted(match[1]), body.slice(match[0].length)];
  const colon = body.indexOf(': ');
  return colon < 0 ? [body.slice(0, -1), ''] : [body.slice(0, colon), body.slice(colon + 2)];
};

/** Reads what `emitYaml` writes; of any other text it makes something else, or throws. */
class OwnTextReader {
  private at = 0;

  constructor(private readonly lines: string[]) {}

  document(): Json {
    const value = this.node(0);
    if (this.at !== this.lines.length) throw new SyntaxError(this.line());
    return value;
  }

  private line(): string {
    return this.lines[this.at] ?? '';
  }

  private node(indent: number): Json {
    const body = this.line().slice(indent);
    if (body.startsWith('- ')) return this.list(indent);
    if (isEntry(body)) return this.map(indent);
    this.at++;
    return this.scalar(body, indent);
  }

  private list(indent: number): Json {
    const list: Json[] = [];
    const marker = `${' '.repeat(indent)}- `;
    for (let line = this.line(); line.startsWith(marker); line = this.line()) {
      const body = line.slice(indent + 2);
      if (body.startsWith('- ') || isEntry(body)) {
        this.lines[this.at] = `${' '.repeat(indent + 2)}${body}`;
        list.push(this.node(indent + 2));
      } else {
        this.at++;
        list.push(this.scalar(body, indent));
      }
    }
    return list;
  }

  private map(indent: number): Json {
    const map: Record<string, Json> = {};
    for (let line = this.line(); line !== '' && indentOf(line) === indent; line = this.line()) {
      const body = line.slice(indent);
      if (body.startsWith('- ')) break;
      const [key, rest] = splitEntry(body);
      this.at++;
      map[key] = rest === '' ? this.collection(indent) : this.scalar(rest, indent);
    }
    return map;
  }

  private collection(indent: number): Json {
    return indentOf(this.line()) === indent ? this.list(indent) : this.map(indent + 2);
  }

  private scalar(body: string, indent: number): Json {
    const constant = constants.get(body);
    if (constant !== undefined) return constant;
    if (body === '{}') return {};
    if (body === '[]') return [];
    if (body.startsWith('"')) return unquoted(body);
    if (number.test(body)) return Number(body);
    const block = blockHeader.exec(body);
    return block === null ? body : this.block(indent + 2, block[1] === '-');
  }

  private block(indent: number, stripped: boolean): string {
    const margin = ' '.repeat(indent);
    const lines: string[] = [];
    for (; this.at < this.lines.length; this.at++) {
      const line = this.line();
      if (line !== '' && !line.startsWith(margin)) break;
      lines.push(line.slice(indent));
    }
    return `${lines.join('\n')}${stripped ? '' : '\n'}`;
  }
}

/**
 * Reads a text that `emitYaml` has written some twenty times as fast as a YAML parser does.
 * Undefined for every other text: what was read is believed only when writing it gives the very same text again.
 */
export const readOwnText = (text: string): Json | undefined => {
  const lines = text.split('\n');
  if (lines.pop() !== '') return undefined;
  const start = lines.findIndex((line) => !line.startsWith('#'));
  if (start < 0) return undefined;
  const comment = lines.slice(0, start).map((line) => line.slice(2));
  try {
    const value = new OwnTextReader(lines.slice(start)).document();
    return emitYaml(value, { comment }) === text ? value : undefined;
  } catch {
    return undefined; // not ours: a real parser will say what it is
  }
};
