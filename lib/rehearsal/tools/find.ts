import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../../program';
import type { Program } from './program';

/** Programs that build.sh knows, and what each is for. */
const built: Readonly<Record<string, string>> = {
  etcd: 'keeps the state of the control plane',
  'kube-apiserver': 'admission, schemas, immutable fields',
  'kube-controller-manager': 'workloads, volume binding, garbage collection',
  'kube-scheduler': 'places pods on the declared nodes',
  kubectl: 'used by kwokctl',
  kwok: 'plays the kubelets of the declared nodes',
  kwokctl: 'starts and ends the control plane',
  argocd: "Argo CD's controller and repository server",
  'argo-cd-crds': "Argo CD's own definitions",
};

interface SystemProgram {
  readonly name: string;
  readonly purpose: string;
  readonly versionFlag: string;
  /** Oldest version that will do. */
  readonly oldest: readonly [number, number];
  readonly howToGet: string;
}

/** Programs that every system has a package of. */
const system: readonly SystemProgram[] = [
  {
    name: 'redis-server',
    purpose: 'cache between the two halves of Argo CD',
    versionFlag: '--version',
    oldest: [6, 0],
    howToGet: 'install the package redis-server (Debian, Ubuntu), redis (Fedora, Homebrew)',
  },
  {
    name: 'git',
    purpose: 'the throw-away repository',
    versionFlag: '--version',
    oldest: [2, 28],
    howToGet: 'install the package git',
  },
  {
    name: 'openssl',
    purpose: 'certificates of the stand-ins',
    versionFlag: 'version',
    oldest: [1, 1],
    howToGet: 'install the package openssl',
  },
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name: string, path: string): string | undefined =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);

const numbers = (version: string): readonly [number, number] => {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor)];
};

const isAtLeast = (version: string, [major, minor]: readonly [number, number]): boolean => {
  const [foundMajor, foundMinor] = numbers(version);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
};

const findSystemProgram = async (wanted: SystemProgram, env: NodeJS.ProcessEnv): Promise<Program> => {
  const { name, purpose, versionFlag, oldest, howToGet } = wanted;
  const common = { name, purpose, wanted: `${oldest.join('.')} or newer`, howToGet };
  const path = onPath(name, env['PATH'] ?? '');
  if (path === undefined) return { ...common, fits: false };
  const { stdout, stderr } = await run(path, [versionFlag], { env });
  const version = /\d+\.\d+(\.\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
  return { ...common, found: { path, version }, fits: isAtLeast(version, oldest) };
};

/** The folder of Drydock's own package: the nearest one above this file that has a package.json. */
const packageFolder = (from: string): string =>
  existsSync(join(from, 'package.json')) ? from : packageFolder(dirname(from));

/** The script that finds or builds the programs that no system has a package of. */
export const buildScript = (): string => join(packageFolder(__dirname), 'e2e/tools/build.sh');

/** Looks for every program; builds and downloads nothing. */
export const findPrograms = async (
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<readonly Program[]> => {
  const listed = await run('bash', [buildScript(), '--list'], { env, signal });
  const rows = new Map(
    listed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name = '', ...rest]) => [name, rest]),
  );
  const ours = Object.entries(built).map(([name, purpose]): Program => {
    const [wanted = 'unknown', version = '', path = ''] = rows.get(name) ?? [];
    const common = { name, purpose, wanted, howToGet: `run: bash ${buildScript()}` };
    return path === ''
      ? { ...common, fits: false }
      : { ...common, found: { path, version: version === '' ? 'unknown' : version }, fits: true };
  });
  return [...ours, ...(await Promise.all(system.map((each) => findSystemProgram(each, env))))];
};
