import type { Where } from './diagnostic';

/** A file, and the place in it where that is known; paths have forward slashes. */
export interface FileLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

const slashes = (path: string): string => path.replaceAll('\\', '/');

/** The file that a place is in, where there is one. */
export const fileOf = (where: Where): FileLocation | undefined => {
  switch (where.kind) {
    case 'source':
      return { file: slashes(where.file), line: where.line, column: where.column };
    case 'field':
      return { file: slashes(where.file) };
    case 'object':
      return where.file === undefined ? undefined : { file: slashes(where.file) };
    case 'path':
      return { file: slashes(where.path) };
    case 'argument':
      return undefined;
  }
};
