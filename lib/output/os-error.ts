import { Refusal, type Diagnostic } from '../diagnostics';

/** An error of the operating system, as `node:fs` throws it. */
export interface OsError {
  readonly code: string;
  readonly message: string;
}

/** Whether an error comes from the operating system; everything else is a mistake of ours. */
export const isOsError = (error: unknown): error is OsError =>
  typeof error === 'object' &&
  error !== null &&
  'syscall' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'message' in error;

/** Whether an error of the operating system has one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  isOsError(error) && codes.includes(error.code);

interface Reason {
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

const permission: Reason = {
  got: 'no permission',
  want: 'a folder that this user may read and write',
  fix: 'give this user permission, or choose another output folder',
};
const full: Reason = {
  got: 'the disk is full',
  want: 'space for the tree',
  fix: 'free some space and run it again',
};

const reasons: Readonly<Record<string, Reason>> = {
  EACCES: permission,
  EPERM: permission,
  EROFS: { ...permission, got: 'a read-only file system' },
  ENOSPC: full,
  EDQUOT: { ...full, got: 'the disk quota is used up' },
  ENOTDIR: {
    got: 'a file where a folder has to be',
    want: 'an output folder inside folders',
    fix: 'move the file away, or choose another output folder',
  },
  ENAMETOOLONG: {
    got: 'a path that is longer than the file system takes',
    want: 'a shorter path',
    fix: 'choose an output folder with a shorter path',
  },
  EBUSY: {
    got: 'a folder that is in use, such as a mount point',
    want: 'a folder that can be renamed',
    fix: 'choose an output folder inside the mounted one',
  },
};

const otherReason: Reason = {
  got: 'the operating system refused',
  want: 'to read and write the output folder',
  fix: 'see the reason of the operating system',
};

/** What the operating system refused, for people; the tree is as it was. */
export const osRefusal = (path: string, error: OsError): Refusal => {
  const { got, want, fix } = reasons[error.code] ?? otherReason;
  const finding: Diagnostic = {
    rule: 'output/io',
    severity: 'error',
    where: { kind: 'path', path },
    got: `${got} (${error.message})`,
    want,
    fix,
  };
  return new Refusal([finding]);
};
