import { isCollection, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml';

/** A place in a text; both one-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const startOf = (node: unknown): number | undefined =>
  isCollection(node) || isScalar(node) ? node.range?.[0] : undefined;

/** Offset of the last key of a path that is there. */
const offsetOf = (root: Node | null, path: readonly (string | number)[]): number => {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
};

/** Finds places of a text by document and path. It reads the text again, slowly: only for errors. */
export const locator = (
  text: string,
): ((document: number, path: readonly (string | number)[]) => Position) => {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines });
  const documents = Array.isArray(parsed) ? parsed.filter((each) => each.contents !== null) : [];
  return (document, path) => {
    const { line, col } = lines.linePos(offsetOf(documents[document]?.contents ?? null, path));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
};
