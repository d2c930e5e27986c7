import type { FieldSpec } from '../config/field-spec';
import { complain } from '../problem';
import { isSelected } from '../resource/id';
import type { ResourceList } from '../resource/list';
import { boolTag, floatTag, intTag, isMissing, isText, stringTag, type Node } from '../tree/node';
import { splitFieldPath } from '../tree/path';
import { lookUp } from '../tree/look-up';
import { booleanOf, integerOf } from '../yaml/resolve';
import { floatText, plainFloatText } from '../yaml/numbers';
import { applyField } from './apply-field';
import type { Transformer } from './transformer';

/** What a var stands for; a map or a list cannot be put into text, so that `$(VAR)` stays. */
export type VarValue = string | bigint | number | boolean | undefined;

const printed = (value: Exclude<VarValue, undefined>): string =>
  typeof value === 'number' ? floatText(value, 21) : String(value);

/** Puts values for `$(NAME)` into a text; `$$` is a dollar sign. A text that is nothing but one var gets its type. */
const expand = (text: string, values: ReadonlyMap<string, VarValue>): Exclude<VarValue, undefined> => {
  let result = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '$' || at + 1 >= text.length) continue;
    result += text.slice(from, at);
    const next = text[at + 1] ?? '';
    const close = next === '(' ? text.indexOf(')', at + 2) : -1;
    if (close >= 0) {
      const name = text.slice(at + 2, close);
      const value = values.get(name) ?? `$(${name})`;
      if (at === 0 && close === text.length - 1) return value;
      result += printed(value);
      at = close;
    } else {
      result += next === '$' ? '$' : `$${next}`;
      at += 1;
    }
    from = at + 1;
  }
  return result + text.slice(from);
};

const update = (node: Node, value: Exclude<VarValue, undefined>): void => {
  const [text, tag] =
    typeof value === 'bigint'
      ? [String(value), intTag]
      : typeof value === 'boolean'
        ? [String(value), boolTag]
        : typeof value === 'number'
          ? [plainFloatText(value), floatTag]
          : [value, stringTag];
  node.text = text;
  node.tag = tag;
  node.style = 'plain';
};

const expandNode = (node: Node, values: ReadonlyMap<string, VarValue>): void => {
  if (isMissing(node)) return;
  if (node.kind === 'scalar') {
    if (isText(node)) update(node, expand(node.text, values));
    return;
  }
  for (const value of node.fields.values()) if (isText(value)) update(value, expand(value.text, values));
  for (const item of node.items) {
    if (!isText(item)) {
      complain({
        rule: 'kustomize/var-place',
        got: 'invalid value type expect a string',
        want: 'a list of texts where vars are put in',
        fix: 'quote the items of the list',
      });
    }
    update(item, expand(item.text, values));
  }
};

/** Puts the values of vars into the fields that may hold them. */
export const replaceVars =
  (values: ReadonlyMap<string, VarValue>, fields: readonly FieldSpec[]): Transformer =>
  (resources) => {
    for (const resource of resources.all) {
      for (const field of fields) {
        if (isSelected(resource.id, field))
          applyField(resource, field, { set: (node) => expandNode(node, values) });
      }
    }
    resources.changed();
  };

const valueOf = (node: Node): VarValue => {
  if (node.kind !== 'scalar') return undefined;
  switch (node.tag) {
    case intTag:
      return integerOf(node.text);
    case floatTag:
      return Number(node.text);
    case boolTag:
      return booleanOf(node.text);
    default:
      return node.text;
  }
};

/** `a[2]` as two parts, for lists that are counted. */
const withIndices = (parts: readonly string[]): readonly string[] =>
  parts.flatMap((part) => {
    const [, before = '', index] = /^(.*)\[(\d+)\]$/.exec(part) ?? [];
    if (index === undefined) return [part];
    return before === '' ? [index] : [before, index];
  });

/** The value that a var has: a field of the resource that bears its name. */
export const findVarValue = (name: string, fieldPath: string, resources: ResourceList): VarValue => {
  const source = resources.all.find((resource) => resource.varNames.includes(name));
  if (source === undefined) {
    return complain({
      rule: 'kustomize/var-source',
      got: `var '${name}' cannot be mapped to a field in the set of known resources`,
      want: 'an objref that names a resource of this kustomization',
      fix: 'correct kind, name and apiVersion of the objref',
    });
  }
  const node = lookUp(source.root, withIndices(splitFieldPath(fieldPath)));
  if (node !== undefined) return valueOf(node);
  return complain({
    rule: 'kustomize/var-source',
    got: `field specified in var '${name}' not found in corresponding resource`,
    want: `the field ${fieldPath} in ${source.kind} ${source.name}`,
    fix: 'correct the fieldref',
  });
};
