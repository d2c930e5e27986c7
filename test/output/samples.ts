import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';
import { keyOf, type KubernetesObject } from '../../lib/kubernetes';
import { filesOf, type OutputFile } from '../../lib/output';
import type { Manifest, Release, RenderedComponent } from '../../lib/render';

export const manifestOf = (
  component: string,
  object: KubernetesObject,
  field?: string,
  wave = 0,
): Manifest => ({
  component,
  key: keyOf(object),
  object,
  wave,
  origin: { construct: `app/${component}`, ...(field === undefined ? {} : { field }) },
  waivers: [],
});

export const configMap = (
  name: string,
  namespace: string,
  data: Readonly<Record<string, string>>,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});

export const componentOf = (
  name: string,
  objects: readonly KubernetesObject[],
  more: Partial<RenderedComponent> = {},
): RenderedComponent => ({
  name,
  namespace: name,
  wave: 0,
  dependsOn: [],
  manifests: objects.map((object) => manifestOf(name, object)),
  ...more,
});

export const releaseOf = (components: readonly RenderedComponent[]): Release => ({
  platform: 'onprem',
  site: {
    kubernetes: '1.34',
    nodes: [
      { name: 'node-1', labels: { zone: 'b', arch: 'a' }, taints: [], capacity: { memory: '8Gi', cpu: '4' } },
    ],
  },
  components,
  images: ['registry.example.internal/web:1'],
});

/** Files of a release with one ConfigMap for each name; `text` is what is in them. */
export const treeOf = (names: readonly string[], text = 'one'): readonly OutputFile[] =>
  filesOf(
    releaseOf([
      componentOf(
        'web',
        names.map((name) => configMap(name, 'web', { text })),
      ),
    ]),
  );

const folders: string[] = [];

/** A fresh folder that goes when the test file is done. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-output-'));
  folders.push(folder);
  return folder;
};

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Text of every file below a folder by its path. */
export const onDisk = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );

/** Text of every file by its path. */
export const textsOf = (files: readonly OutputFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]));

/** The diagnostics that an action is refused with. */
export const refusedWith = async (action: () => unknown): Promise<readonly Diagnostic[]> => {
  try {
    await action();
  } catch (error) {
    if (Refusal.is(error) && error.exitCode === 2) return error.diagnostics;
    throw error;
  }
  throw new Error('it was not refused');
};
