import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';
import { build, type BuildOptions, type FileSystem } from '../../lib/kustomize';

/** Files by path. */
export type Tree = Readonly<Record<string, string>>;

/** A file system that holds a tree in memory, under `/tree`. */
export const inMemory = (tree: Tree): FileSystem => {
  const files = new Map(Object.entries(tree).map(([path, text]) => [join('/tree', path), text]));
  const isFolder = (path: string): boolean => [...files.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    readFile: (path) => Buffer.from(files.get(path) ?? ''),
    kindOf: (path) => (files.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    realPath: (path) => path,
  };
};

/** What a tree builds, as text. */
export const yamlOf = (tree: Tree, folder = '.', options: BuildOptions = {}): string =>
  build(folder, { cwd: '/tree', fs: inMemory(tree), ...options }).yaml;

/** Why a tree is refused. */
export const refusalOf = (tree: Tree, folder = '.', options: BuildOptions = {}): Diagnostic => {
  try {
    yamlOf(tree, folder, options);
  } catch (error) {
    if (Refusal.is(error) && error.diagnostics[0] !== undefined) return error.diagnostics[0];
    throw error;
  }
  throw new Error('it was not refused');
};

/** Writes a tree to the disk. */
export const writeTree = (folder: string, tree: Tree): void => {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

export const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n';

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: main
        image: docker.io/example/web:1.0
        envFrom:
        - configMapRef:
            name: settings
`;
