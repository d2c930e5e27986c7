import {
  partsOf,
  Reference,
  type DialectName,
  type Operator,
  type ReferenceTarget,
  type Test,
  type Value,
} from '../author';
import { parameterText } from './wiring';
import type { Source } from './unit';

const member = (name: string): string => `['${name}']`;

/** A source as a variable of Argo's expression language: its value can never become code. */
export const expressionOf = (source: Source): string => {
  switch (source.kind) {
    case 'task':
      return source.result
        ? `tasks${member(source.unit.task)}.outputs.result`
        : `tasks${member(source.unit.task)}.outputs.parameters${member(source.output)}`;
    case 'input':
      return `inputs.parameters${member(source.name)}`;
    case 'item':
      return source.key === undefined ? 'item' : `item${member(source.key)}`;
    case 'workflow':
      return `workflow.parameters${member(source.parameter)}`;
    case 'text':
      return JSON.stringify(source.text);
  }
};

/** Variables of Argo's own inside a text: `{{workflow.name}}`. */
const builtIn = /\{\{\s*((?:workflow|pod|retries|node)[\w.-]*)\s*\}\}/g;

const literal = (text: string): readonly string[] => {
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(builtIn)) {
    if (match.index > end) pieces.push(JSON.stringify(text.slice(end, match.index)));
    pieces.push(match[1] ?? '');
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(JSON.stringify(text.slice(end)));
  return pieces;
};

/** A text with references as an expression that joins its parts. */
export const joined = (text: string, resolve: (target: ReferenceTarget) => Source): string =>
  partsOf(text)
    .flatMap((part) => (typeof part === 'string' ? literal(part) : [expressionOf(resolve(part))]))
    .join(' + ') || '""';

/** How the text of a test looks up its values. */
export type Resolve = (target: ReferenceTarget) => Source;

const isNumeric = (value: Value): boolean =>
  typeof value === 'number' ||
  (value instanceof Reference && (value.type === 'Integer' || value.type === 'Float'));

const operand = (value: Value, numeric: boolean, resolve: Resolve): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && numeric && !value.includes('{{') && Number.isFinite(Number(value)))
    return String(Number(value));
  const text = joined(String(value), resolve);
  return numeric ? `asFloat(${text})` : text;
};

const compared = (left: Value, operator: Operator, right: Value, resolve: Resolve): string => {
  const numeric = (operator !== '==' && operator !== '!=') || isNumeric(left) || isNumeric(right);
  return `${operand(left, numeric, resolve)} ${operator} ${operand(right, numeric, resolve)}`;
};

/** A test as an expression. */
export const testExpression = (test: Test, resolve: Resolve): string => {
  switch (test.kind) {
    case 'comparison':
      return compared(test.left, test.operator, test.right, resolve);
    case 'not':
      return `!(${testExpression(test.test, resolve)})`;
    default:
      return test.tests
        .map((each) => `(${testExpression(each, resolve)})`)
        .join(test.kind === 'and' ? ' && ' : ' || ');
  }
};

/** A comparison as the SDK wrote it: operands put into the text, in quotes for equality. */
const kfpTest = (test: Test, resolve: Resolve): string | undefined => {
  if (test.kind !== 'comparison') return undefined;
  const text = (value: Value): string => {
    const plain = partsOf(String(value))
      .map((part) => (typeof part === 'string' ? part : parameterText(resolve(part))))
      .join('');
    return test.operator === '==' || test.operator === '!=' ? `"${plain}"` : plain;
  };
  return `${text(test.left)} ${test.operator} ${text(test.right)}`;
};

/** The `when` of a task; undefined where the dialect has no words for the test. */
export const whenText = (test: Test, dialect: DialectName, resolve: Resolve): string | undefined =>
  dialect === 'kfp-v1' ? kfpTest(test, resolve) : `{{=${testExpression(test, resolve)}}}`;
