import { Refusal, type Diagnostic, type Where } from '../diagnostics';
import type { Node } from './tree/node';
import { lineAndColumn } from './yaml/syntax-error';

/** A file as it is shown in messages, and its text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A path into a document, as in `['patches', 2, 'target']`. */
export type FieldPath = readonly (string | number)[];

/** `patches[2].target` */
export const fieldText = (path: FieldPath): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');

/** The place of an offset in a file. */
export const placeAt = ({ file, text }: Source, at: number, path: FieldPath = []): Where => {
  if (at < 0) return { kind: 'path', path: file };
  const place = { kind: 'source', file, ...lineAndColumn(text, at) } as const;
  return path.length === 0 ? place : { ...place, field: fieldText(path) };
};

/** The place of a field, or of the nearest thing around it that the file holds. */
export const placeOf = (source: Source, root: Node, path: FieldPath): Where => {
  let node = root;
  for (const part of path) {
    const next = typeof part === 'number' ? node.items[part] : node.field(part);
    if (next === undefined) break;
    node = next;
  }
  return placeAt(source, node.at, path);
};

/** What is wrong, without the place: whoever knows that adds it. */
export type Complaint = Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>;

/** A mistake that was found where nobody knows which line asked for it. `located` turns it into a `Refusal`. */
export class Problem extends Error {
  constructor(readonly complaint: Complaint) {
    super(`${complaint.rule}: ${complaint.got}; want ${complaint.want}`);
    this.name = 'Problem';
  }
}

export const complain = (complaint: Complaint): never => {
  throw new Problem(complaint);
};

export const refuse = (where: Where, complaint: Complaint): never => {
  throw new Refusal([{ ...complaint, severity: 'error', where }]);
};

/** Runs something for a place in a file, so that what it complains of is reported there. */
export const located = <T>(where: () => Where, run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) return refuse(where(), error.complaint);
    throw error;
  }
};
