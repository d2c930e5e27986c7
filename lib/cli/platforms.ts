import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { Component, LoadedPipeline } from '../constructs';
import { Refusal, type Diagnostic } from '../diagnostics';
import type { KubernetesObject } from '../kubernetes';
import { nearest, oneOf, readPlatform, readPlatformValue, type Platform } from '../platform';
import { loadExtensions } from './extensions';
import { loadModule } from './load-module';
import { loadPipelines } from './pipelines';
import { vendoredObjects } from './vendored';

/** A platform that was read, with the site's own components and the sources of its pipelines. */
export interface LoadedPlatform {
  readonly platform: Platform;
  readonly extensions: readonly Component[];
  readonly pipelines: readonly LoadedPipeline[];
  /** Objects of vendored charts, by component. */
  readonly vendored: ReadonlyMap<string, readonly KubernetesObject[]>;
}

/** A platform without its vendored charts. */
export type ReadPlatform = Omit<LoadedPlatform, 'vendored'>;

/** Folder of platform definitions. */
const folder = 'platforms';

const isDefinition = (file: string): boolean => /\.(ya?ml|ts)$/.test(file) && !file.endsWith('.d.ts');

const stem = (file: string): string => basename(file, extname(file));

const refuse = (problem: Omit<Diagnostic, 'severity'>): never => {
  throw new Refusal([{ severity: 'error', ...problem }]);
};

const definitionsIn = (cwd: string): readonly string[] => {
  try {
    return readdirSync(join(cwd, folder))
      .filter(isDefinition)
      .sort()
      .map((file) => join(folder, file));
  } catch {
    return refuse({
      rule: 'platform/none',
      where: { kind: 'path', path: `${folder}/` },
      got: `no folder ${folder}/ in ${basename(resolve(cwd))}`,
      want: 'platform definitions in it',
      fix: 'run `drydock init .` to write a first one, or go to the folder that has it (-C <folder>)',
    });
  }
};

/** A base for others to extend is no platform itself; its kind says so. */
const isBase = (file: string, cwd: string): boolean =>
  !file.endsWith('.ts') &&
  /^kind:\s*["']?PlatformBase["']?\s*(#.*)?$/m.test(readFileSync(join(cwd, file), 'utf8'));

const findOne = (word: string, cwd: string, known: readonly string[]): string => {
  if (isDefinition(word)) return relative(cwd, resolve(cwd, word));
  const found = known.find((file) => stem(file) === word);
  if (found !== undefined) return found;
  const names = known.map(stem);
  const near = nearest(word, names);
  return refuse({
    rule: 'platform/unknown',
    where: { kind: 'argument', argument: word },
    got: `no platform ${word}`,
    want: names.length === 0 ? `a file in ${folder}/` : `one of ${oneOf(names)}`,
    fix: near === undefined ? `write ${folder}/${word}.yaml` : `did you mean ${near}?`,
  });
};

const readModule = (file: string, cwd: string): Platform => {
  const where = { kind: 'path', path: file } as const;
  const { platform } = loadModule(file, cwd, where);
  return platform === undefined
    ? refuse({
        rule: 'platform/module',
        where,
        got: 'no export named platform',
        want: 'export const platform = definePlatform({ … })',
        fix: 'export it',
      })
    : readPlatformValue(platform, file);
};

const load = (file: string, cwd: string): ReadPlatform => {
  const platform = file.endsWith('.ts')
    ? readModule(file, cwd)
    : readPlatform(file, cwd, (path) => readFileSync(path, 'utf8'));
  const home = resolve(cwd, dirname(file));
  return {
    platform,
    extensions: loadExtensions(platform, home, cwd),
    pipelines: loadPipelines(platform, home, cwd),
  };
};

const filesOf = (words: readonly string[], cwd: string): readonly string[] => {
  const known = words.every(isDefinition) && words.length > 0 ? [] : definitionsIn(cwd);
  const files =
    words.length > 0
      ? words.map((word) => findOne(word, cwd, known))
      : known.filter((file) => !isBase(file, cwd));
  if (files.length === 0) {
    refuse({
      rule: 'platform/none',
      where: { kind: 'path', path: `${folder}/` },
      got: 'no platform definition',
      want: 'at least one file of kind Platform',
      fix: 'run `drydock init .` to write a first one',
    });
  }
  return files;
};

/** The results for all items, or the refusals of all together. */
const forAll = <T, R>(items: readonly T[], body: (item: T) => R): readonly R[] => {
  const problems: Diagnostic[] = [];
  const results = items.flatMap((item) => {
    try {
      return [body(item)];
    } catch (error) {
      if (!Refusal.is(error)) throw error;
      problems.push(...error.diagnostics);
      return [];
    }
  });
  if (problems.length > 0) throw new Refusal(problems);
  return results;
};

/**
 * Reads the named platforms, or all of `platforms/`, without what they have vendored.
 * @throws Refusal with the problems of all of them together.
 */
export const readPlatforms = (words: readonly string[], cwd: string): readonly ReadPlatform[] =>
  forAll(filesOf(words, cwd), (file) => load(file, cwd));

/**
 * Reads the named platforms, or all of `platforms/`.
 * @throws Refusal with the problems of all of them together.
 */
export const loadPlatforms = (words: readonly string[], cwd: string): readonly LoadedPlatform[] =>
  forAll(readPlatforms(words, cwd), ({ platform, extensions, pipelines }) => ({
    platform,
    extensions,
    pipelines,
    vendored: vendoredObjects(platform, extensions, cwd),
  }));
