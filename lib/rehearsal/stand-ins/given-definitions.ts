import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Refusal } from '../../diagnostics';
import { isRecord } from '../../kubernetes';

const refuse = (path: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    { rule: 'rehearsal/definitions', severity: 'error', where: { kind: 'path', path }, got, want, fix },
  ]);
};

const filesIn = (folder: string): readonly string[] => {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined)
    return refuse(folder, 'no such folder', 'a folder with CustomResourceDefinitions', 'correct the path');
  if (found.isFile()) return [folder];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|json)$/.test(file))
    .sort()
    .map((file) => join(folder, file));
};

const documentsIn = (file: string): readonly unknown[] =>
  [parseAllDocuments(readFileSync(file, 'utf8'))].flat().map((document) => {
    const [error] = document.errors;
    if (error !== undefined)
      return refuse(file, error.message.split('\n')[0] ?? '', 'valid YAML', 'mend the syntax');
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value;
  });

/**
 * The real CustomResourceDefinitions in files and folders that a user has given, subfolders among them; other objects
 * there are passed over.
 * @throws Refusal for a folder that is not there, has no definition, or holds YAML that cannot be read.
 */
export const givenDefinitions = (folders: readonly string[]): readonly Readonly<Record<string, unknown>>[] =>
  folders.flatMap((folder) => {
    const found = filesIn(folder)
      .flatMap(documentsIn)
      .filter(isRecord)
      .filter((value) => value['kind'] === 'CustomResourceDefinition');
    return found.length > 0
      ? found
      : refuse(
          folder,
          'no CustomResourceDefinition',
          'YAML files with CustomResourceDefinitions',
          'name the folder that has them',
        );
  });
