import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { complain } from '../problem';
import type { FileSystem } from './file-system';
import { remoteKind } from './remote';

/** Which files a kustomization may read: those in and below its own folder, or any. */
export type LoadRestrictor = 'rootOnly' | 'none';

/** Maps the URL of something that a site has vendored to the folder or file that holds it; undefined for others. */
export type RemoteResolver = (url: string) => string | undefined;

/** What all folders of a build share. */
export interface LoaderContext {
  readonly fileSystem: FileSystem;
  readonly restrictor: LoadRestrictor;
  readonly resolveRemote: RemoteResolver;
  /** Folder that paths in messages are relative to. */
  readonly cwd: string;
  /** Texts that were read, so that no file is read twice. */
  readonly texts: Map<string, LoadedFile>;
}

/** A file that was read. */
export interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly shown: string;
}

const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(root === sep ? sep : `${root}${sep}`);

/** The folder of one kustomization: reads what it names, and only what it may. */
export class Folder {
  private constructor(
    private readonly context: LoaderContext,
    /** Absolute and without symbolic links. */
    readonly path: string,
    private readonly parent: Folder | undefined,
  ) {}

  /** The folder that a build starts at. */
  static root(path: string, context: LoaderContext): Folder {
    const absolute = resolve(context.cwd, path);
    return new Folder(context, Folder.confirmed(context, absolute, path), undefined);
  }

  private static confirmed({ fileSystem }: LoaderContext, absolute: string, written: string): string {
    const kind = fileSystem.kindOf(absolute);
    if (kind === 'folder') return fileSystem.realPath(absolute);
    return complain({
      rule: 'kustomize/not-a-folder',
      got:
        kind === 'file'
          ? `'${written}' must be a directory so that it can be a build root`
          : `no folder '${written}'`,
      want: 'a folder with a kustomization file',
      fix: 'correct the path',
    });
  }

  /** Its path as messages show it. */
  get shown(): string {
    return this.show(this.path);
  }

  private show(path: string): string {
    const shown = relative(this.context.cwd, path);
    if (shown === '') return '.';
    return shown.length > path.length ? path : shown;
  }

  get name(): string {
    return basename(this.path);
  }

  /** A folder that this one names as a base or component. */
  open(written: string): Folder {
    if (written === '') {
      return complain({
        rule: 'kustomize/empty-path',
        got: 'new root cannot be empty',
        want: 'a path',
        fix: 'remove the empty entry',
      });
    }
    const local = remoteKind(written) === undefined ? undefined : this.vendored(written);
    if (local === undefined && isAbsolute(written)) {
      complain({
        rule: 'kustomize/absolute-path',
        got: `new root '${written}' cannot be absolute`,
        want: 'a path relative to the kustomization file',
        fix: 'write it relative to this folder',
      });
    }
    const absolute = local ?? join(this.path, written);
    const path = Folder.confirmed(this.context, absolute, written);
    if (local === undefined) this.refuseCycle(path);
    return new Folder(this.context, path, this);
  }

  private refuseCycle(path: string, visited: Folder = this): void {
    if (isBelow(visited.path, path)) {
      complain({
        rule: 'kustomize/cycle',
        got: `cycle detected: candidate root '${this.show(path)}' contains visited root '${visited.shown}'`,
        want: 'bases beside or below this folder, none of which leads back to it',
        fix: 'move what both need into a folder of its own',
      });
    }
    if (visited.parent !== undefined) this.refuseCycle(path, visited.parent);
  }

  /** Where a site keeps what a URL names. */
  private vendored(url: string): string {
    const local = this.context.resolveRemote(url);
    if (local !== undefined) return resolve(this.context.cwd, local);
    return complain({
      rule: 'kustomize/remote',
      got: `the remote resource ${url}`,
      want: 'everything on the disk: a build uses no network',
      fix: 'copy it into the repository and name that folder, or map the URL to a folder that holds it',
    });
  }

  private absolute(written: string): string {
    if (remoteKind(written) !== undefined) return this.vendored(written);
    return isAbsolute(written) ? written : join(this.path, written);
  }

  hasFile(written: string): boolean {
    const path = join(this.path, written);
    return this.context.fileSystem.kindOf(path) === 'file' && this.mayRead(path);
  }

  private mayRead(path: string): boolean {
    if (this.context.restrictor === 'none') return true;
    const real = this.context.fileSystem.realPath(path);
    return isBelow(dirname(real), this.path);
  }

  /** What a path leads to, before it is read. */
  kindOf(written: string): 'file' | 'folder' | undefined {
    return written === '' ? 'folder' : this.context.fileSystem.kindOf(this.absolute(written));
  }

  /** Reads a file. */
  read(written: string): LoadedFile {
    const path = this.absolute(written);
    const { fileSystem, texts } = this.context;
    const kind = fileSystem.kindOf(path);
    if (kind !== 'file') {
      return complain({
        rule: 'kustomize/no-file',
        got: kind === 'folder' ? `'${written}' is a folder` : `no file '${written}' in ${this.shown}`,
        want: 'a file',
        fix: 'correct the path, or add the file',
      });
    }
    if (remoteKind(written) === undefined && !this.mayRead(path)) {
      return complain({
        rule: 'kustomize/load-restriction',
        got: `security; file '${this.show(path)}' is not in or below '${this.shown}'`,
        want: 'files in or below the folder of the kustomization',
        fix: 'move the file, make its folder a kustomization and list that under resources, or build with --load-restrictor LoadRestrictionsNone',
      });
    }
    const known = texts.get(path);
    if (known !== undefined) return known;
    const bytes = fileSystem.readFile(path);
    const file = {
      bytes,
      text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
      shown: this.show(path),
    };
    texts.set(path, file);
    return file;
  }
}
