import { Node, stringTag } from '../tree/node';
import { scalarValue, UnfitScalar } from './effective';
import { isSimpleKey, keyText, stringText } from './emit-string';
import { compareKeys } from './key-order';
import { floatText, jsonFloatText } from './numbers';

const numberText = (value: number, source: string): string => {
  if (!Number.isFinite(value)) throw new UnfitScalar(`json: unsupported value: ${source}`);
  const json = jsonFloatText(value);
  const whole = /^-?\d+$/.test(json) ? BigInt(json) : undefined;
  const fits = whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n;
  return fits ? json : floatText(value);
};

const scalarText = (node: Node, column: number, indent: number): string => {
  const value = node.tag === stringTag && node.style !== 'folded' ? node.text : scalarValue(node);
  switch (typeof value) {
    case 'string':
      return stringText(value, column, indent);
    case 'number':
      return numberText(value, node.text);
    default:
      return String(value);
  }
};

const margins = Array.from({ length: 64 }, (_, depth) => ' '.repeat(depth));
const margin = (indent: number): string => margins[indent] ?? ' '.repeat(indent);

const sortedNames = (map: Node): readonly string[] => {
  const names = [...map.fields.keys()];
  return names.length < 2 ? names : names.sort(compareKeys);
};

const isBlock = (node: Node): boolean =>
  (node.kind === 'map' && node.fields.size > 0) || (node.kind === 'list' && node.items.length > 0);

/** A value after its key; `column` is where it would start on the line of the key. */
const valueText = (node: Node, column: number, indent: number): string => {
  if (!isBlock(node)) {
    return ` ${node.kind === 'map' ? '{}' : node.kind === 'list' ? '[]' : scalarText(node, column + 1, indent + 2)}\n`;
  }
  return `\n${node.kind === 'map' ? mapText(node, indent + 2) : listText(node, indent)}`;
};

const mapText = (map: Node, indent: number, first = margin(indent)): string => {
  let text = '';
  let before = first;
  for (const name of sortedNames(map)) {
    const value = map.field(name) ?? Node.scalar('');
    if (isSimpleKey(name)) {
      const key = keyText(name);
      text += `${before}${key}:${valueText(value, indent + key.length + 1, indent)}`;
    } else {
      text += `${before}? ${stringText(name, indent + 2, indent + 2)}\n${margin(indent)}:`;
      text += isBlock(value) ? ` ${nestedText(value, indent + 2)}` : valueText(value, indent + 1, indent);
    }
    before = margin(indent);
  }
  return text;
};

/** A map or list that starts on the line of a dash or colon. */
const nestedText = (node: Node, indent: number): string =>
  node.kind === 'map' ? mapText(node, indent, '') : listText(node, indent, '');

const listText = (list: Node, indent: number, first = margin(indent)): string => {
  let text = '';
  let before = first;
  for (const item of list.items) {
    text += `${before}-`;
    text += isBlock(item) ? ` ${nestedText(item, indent + 2)}` : valueText(item, indent + 1, indent);
    before = margin(indent);
  }
  return text;
};

/**
 * A resource as kustomize prints it: keys sorted, lists at the indentation of their key, long texts folded.
 * @throws UnfitScalar for values that cannot be printed.
 */
export const emitResource = (root: Node): string =>
  isBlock(root) ? nestedText(root, 0) : `${valueText(root, -1, -2).trim()}\n`;
