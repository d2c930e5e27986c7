import { complain } from '../problem';

const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Go's syntax as JavaScript writes it: POSIX classes, `\A` and `\z`, named groups, flags at the front. */
const translated = (pattern: string): { readonly source: string; readonly flags: string } => {
  const [, letters = '', rest = pattern] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
  const source = rest
    .replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole)
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\(\?P</g, '(?<');
  return { source, flags: letters };
};

const compiled = new Map<string, RegExp>();

/** A regular expression in Go's syntax. https://pkg.go.dev/regexp/syntax */
export const goRegularExpression = (pattern: string): RegExp => {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const { source, flags } = translated(pattern);
  try {
    const expression = new RegExp(source, flags);
    compiled.set(pattern, expression);
    return expression;
  } catch (error) {
    return complain({
      rule: 'kustomize/regular-expression',
      got: error instanceof Error ? error.message : String(error),
      want: 'a regular expression',
      fix: `correct ${JSON.stringify(pattern)}`,
    });
  }
};

const literal = /^[A-Za-z0-9_/:@%,=-]*$/;

/** Whether a pattern matches a whole text; an empty one matches anything. */
export const wholeMatcher = (pattern: string): ((text: string) => boolean) => {
  if (pattern === '') return () => true;
  if (literal.test(pattern)) return (text) => text === pattern;
  const flags = /^\(\?[ims]+\)/.exec(pattern)?.[0] ?? '';
  const expression = goRegularExpression(`${flags}^(?:${pattern.slice(flags.length)})$`);
  const known = new Map<string, boolean>();
  return (text) => {
    let matches = known.get(text);
    if (matches === undefined) {
      matches = expression.test(text);
      known.set(text, matches);
    }
    return matches;
  };
};
