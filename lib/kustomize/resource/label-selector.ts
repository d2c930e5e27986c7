import { complain } from '../problem';

type Labels = ReadonlyMap<string, string>;

/** Whether labels fulfil one requirement. */
type Requirement = (labels: Labels) => boolean;

const fail = (selector: string, problem: string): never =>
  complain({
    rule: 'kustomize/label-selector',
    got: `${JSON.stringify(selector)}: ${problem}`,
    want: 'requirements such as app=web, tier in (a, b), !old, joined by commas',
    fix: 'correct the selector',
  });

const token = /\s*(==|!=|[=!(),<>]|[^\s=!(),<>]+)/y;

const tokensOf = (selector: string): readonly string[] => {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const trimmed = selector.trimEnd();
  while (token.lastIndex < trimmed.length) {
    const [, text] = token.exec(trimmed) ?? [];
    if (text === undefined) return fail(selector, 'unexpected character');
    tokens.push(text);
  }
  return tokens;
};

const key = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const value = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const isWord = (text: string | undefined): text is string =>
  text !== undefined && !/^(?:==|!=|[=!(),<>])$/.test(text);

/** Reads requirements one after the other. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
class Reader {
  private readonly tokens: readonly string[];
  private next = 0;

  constructor(private readonly selector: string) {
    this.tokens = tokensOf(selector);
  }

  all(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    while (this.next < this.tokens.length) {
      requirements.push(this.requirement());
      if (this.next === this.tokens.length) break;
      if (this.take() !== ',') fail(this.selector, "expected ','");
      if (this.next === this.tokens.length) fail(this.selector, "expected a key after ','");
    }
    return requirements;
  }

  private take(): string | undefined {
    const text = this.tokens[this.next];
    this.next += 1;
    return text;
  }

  private word(pattern: RegExp): string {
    const text = this.take();
    return isWord(text) && pattern.test(text) && text.length <= 317
      ? text
      : fail(this.selector, `found ${JSON.stringify(text ?? '')}, expected a name`);
  }

  private requirement(): Requirement {
    if (this.tokens[this.next] === '!') {
      this.next += 1;
      const name = this.word(key);
      return (labels) => !labels.has(name);
    }
    const name = this.word(key);
    const operator = this.tokens[this.next];
    if (operator === undefined || operator === ',') return (labels) => labels.has(name);
    this.next += 1;
    switch (operator) {
      case '=':
      case '==':
        return this.among(name, [this.exact()], true);
      case '!=':
        return this.among(name, [this.exact()], false);
      case 'in':
      case 'notin':
        return this.among(name, this.values(), operator === 'in');
      case '<':
      case '>':
        return this.compared(name, operator);
      default:
        return fail(this.selector, `found ${JSON.stringify(operator)}, expected an operator`);
    }
  }

  private among(name: string, values: readonly string[], wanted: boolean): Requirement {
    for (const each of values)
      if (!value.test(each) || each.length > 63)
        fail(this.selector, `${JSON.stringify(each)} is no label value`);
    return (labels) => {
      const held = labels.get(name);
      return held === undefined ? !wanted : values.includes(held) === wanted;
    };
  }

  private exact(): string {
    const text = this.tokens[this.next];
    if (text === undefined || text === ',') return '';
    this.next += 1;
    return isWord(text) ? text : fail(this.selector, `found ${JSON.stringify(text)}, expected a value`);
  }

  private values(): readonly string[] {
    if (this.take() !== '(') fail(this.selector, "expected '('");
    const values: string[] = [];
    let current = '';
    for (;;) {
      const text = this.take();
      if (text === ',' || text === ')') {
        values.push(current);
        current = '';
        if (text === ')') return values;
      } else if (isWord(text) && current === '') {
        current = text;
      } else {
        fail(this.selector, `found ${JSON.stringify(text ?? '')}, expected ',' or ')'`);
      }
    }
  }

  private compared(name: string, operator: '<' | '>'): Requirement {
    const bound = this.exact();
    if (!/^[-+]?\d+$/.test(bound)) fail(this.selector, `${JSON.stringify(bound)} is no whole number`);
    return (labels) => {
      const held = labels.get(name);
      if (held === undefined || !/^[-+]?\d+$/.test(held)) return false;
      return operator === '<' ? BigInt(held) < BigInt(bound) : BigInt(held) > BigInt(bound);
    };
  }
}

/** A test for labels (or annotations) by a selector; an empty one selects everything. */
export const labelSelector = (selector: string): ((labels: Labels) => boolean) => {
  if (selector.trim() === '') return () => true;
  const requirements = new Reader(selector).all();
  return (labels) => requirements.every((fulfils) => fulfils(labels));
};
