import type { Node } from '../tree/node';
import { parseYaml, type Duplicates } from './parse';
import { YamlSyntaxError } from './syntax-error';

/** A text with line feeds as its only line breaks. */
export const withLineFeeds = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;

/** A document of a file, and where its text starts in it. */
export interface Document {
  readonly root: Node;
  readonly offset: number;
}

const separator = /\n---.*\n/g;

/** The texts between the lines that start with `---`, as kustomize cuts them before it parses: also in block scalars. */
const split = (text: string): readonly { readonly text: string; readonly offset: number }[] => {
  const parts: { text: string; offset: number }[] = [];
  let offset = 0;
  for (const found of text.matchAll(separator)) {
    const rest = found[0].slice(4).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw new YamlSyntaxError(`invalid document separator: ${found[0].trim()}`, found.index + 1);
    }
    parts.push({ text: `${text.slice(offset, found.index)}\n`, offset });
    offset = found.index + found[0].length;
  }
  parts.push({ text: text.slice(offset), offset });
  return parts;
};

/**
 * The documents of a manifest that are not empty.
 * @throws YamlSyntaxError
 */
export const parseDocuments = (text: string, duplicates: Duplicates = 'refuse'): readonly Document[] => {
  const documents: Document[] = [];
  for (const part of split(text)) {
    try {
      const root = parseYaml(part.text, 'manifest', duplicates);
      if (root !== undefined && !root.isNull) documents.push({ root, offset: part.offset });
    } catch (error) {
      if (error instanceof YamlSyntaxError) throw new YamlSyntaxError(error.problem, error.at + part.offset);
      throw error;
    }
  }
  return documents;
};
