import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What each folder may import of ours. Its README says the same. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'lib/diagnostics': [],
  'lib/kubernetes': [],
  'lib/images': [],
  'lib/yaml': ['lib/kubernetes', 'lib/diagnostics'],
  'lib/platform': ['lib/kubernetes', 'lib/diagnostics', 'lib/images'],
  'lib/kustomize': ['lib/diagnostics'],
  'lib/constructs': [
    'lib/kubernetes',
    'lib/diagnostics',
    'lib/images',
    'lib/kustomize',
    'lib/platform',
    'lib/workflow',
  ],
  'lib/workflow': ['lib/kubernetes', 'lib/diagnostics', 'lib/yaml'],
  'lib/kfp': ['lib/kubernetes', 'lib/diagnostics', 'lib/images', 'lib/yaml'],
  'lib/render': ['lib/kubernetes', 'lib/diagnostics', 'lib/images', 'lib/constructs'],
  'lib/policy': ['lib/kubernetes', 'lib/diagnostics', 'lib/images', 'lib/kfp', 'lib/render'],
  'lib/output': ['lib/kubernetes', 'lib/diagnostics', 'lib/yaml', 'lib/render'],
  charts: [
    'lib/kubernetes',
    'lib/diagnostics',
    'lib/images',
    'lib/yaml',
    'lib/platform',
    'lib/constructs',
    'lib/kfp',
    'lib/render',
    'lib/workflow',
  ],
  'lib/bootstrap': ['lib/constructs', 'lib/kubernetes', 'lib/images', 'lib/platform', 'lib/yaml'],
  'lib/vendor': ['lib/constructs', 'lib/diagnostics', 'lib/kubernetes'],
  'lib/synth': [
    'lib/kubernetes',
    'charts',
    'lib/bootstrap',
    'lib/constructs',
    'lib/render',
    'lib/platform',
    'lib/diagnostics',
  ],
  'lib/program': [],
  'lib/control-plane': ['lib/program', 'lib/kubernetes', 'lib/diagnostics', 'lib/render'],
  'lib/rehearsal': [
    'lib/program',
    'lib/control-plane',
    'lib/kubernetes',
    'lib/diagnostics',
    'lib/yaml',
    'lib/output',
    'lib/render',
    'lib/policy',
    'lib/constructs',
  ],
  'lib/cli': [
    'charts',
    'lib/vendor',
    'lib/constructs',
    'lib/diagnostics',
    'lib/images',
    'lib/kfp',
    'lib/kubernetes',
    'lib/kustomize',
    'lib/output',
    'lib/platform',
    'lib/policy',
    'lib/program',
    'lib/rehearsal',
    'lib/render',
    'lib/synth',
    'lib/workflow',
    'lib/yaml',
  ],
};

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith('.ts'));

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const resolved = (file: string, target: string): string => {
  const path = relative('.', resolve(dirname(file), target));
  return exists(`${path}.ts`) ? `${path}.ts` : `${path}/index.ts`;
};

const importPattern = /^(?:import|export) (type )?[^;]*?from '(\.[^']+)'/gm;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const importsOf = (file: string): readonly Import[] =>
  [...readFileSync(file, 'utf8').matchAll(importPattern)].map(([, type, target = '']) => ({
    file,
    target: resolved(file, target),
    typeOnly: type !== undefined,
  }));

const folderOf = (file: string): string | undefined =>
  Object.keys(mayImport).find((folder) => file.startsWith(`${folder}/`));

const all = Object.keys(mayImport).flatMap(sourcesOf).flatMap(importsOf);

describe('the map of the code', () => {
  it('finds imports at all', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ target }) => !exists(target))).toEqual([]);
  });

  it.each(Object.keys(mayImport))('%s imports only what it may', (folder) => {
    const wrong = all
      .filter(({ file }) => folderOf(file) === folder)
      .filter(({ target }) => {
        const other = folderOf(target);
        return other !== folder && (other === undefined || !(mayImport[folder] ?? []).includes(other));
      });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('goes through the one entry of every folder', () => {
    const around = all.filter(({ file, target }) => {
      const other = folderOf(target);
      return (
        other !== undefined && other !== folderOf(file) && other !== 'charts' && !/\/index\.ts$/.test(target)
      );
    });
    expect(around.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('has no circle of imports that run', () => {
    const graph = new Map<string, readonly string[]>();
    for (const { file } of all) {
      graph.set(
        file,
        all.filter((each) => each.file === file && !each.typeOnly).map(({ target }) => target),
      );
    }
    const done = new Set<string>();
    const circleFrom = (file: string, path: readonly string[]): readonly string[] => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return [];
      for (const target of graph.get(file) ?? []) {
        const circle = circleFrom(target, [...path, file]);
        if (circle.length > 0) return circle;
      }
      done.add(file);
      return [];
    };
    expect(
      [...graph.keys()].map((file) => circleFrom(file, [])).find((circle) => circle.length > 0),
    ).toBeUndefined();
  });

  it.each(Object.keys(mayImport).filter((folder) => folder !== 'charts'))(
    '%s has a README and one entry',
    (folder) => {
      expect([exists(`${folder}/README.md`), exists(`${folder}/index.ts`)]).toEqual([true, true]);
    },
  );
});
