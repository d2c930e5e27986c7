import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { listAt, stringAt } from '../kubernetes';
import { run } from '../program';
import { freePorts } from './ports';

/** The processes of one kwok cluster and the folder that has everything of theirs. */
export interface Cluster {
  readonly folder: string;
  readonly kubeconfig: string;
  /** Environment in which kubectl and kwokctl see this cluster and nothing of the user's. */
  readonly env: NodeJS.ProcessEnv;
  /** The command that ends it, for a person. */
  readonly endCommand: string;
}

/** What a cluster is started from. */
export interface ClusterOptions {
  /** Folder with its programs. */
  readonly tools: string;
  /** Folder that all its files go to. */
  readonly folder: string;
  /** Flags for kube-apiserver beside those that kwokctl gives it, without the dashes. */
  readonly apiServerFlags?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const name = 'drydock';

/** An environment that knows only the folder: no proxy, no kubeconfig and no home of the user's. */
const environment = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: folder,
  LANG: 'C.UTF-8',
  KUBECONFIG: join(folder, 'kubeconfig'),
  KUBECACHEDIR: join(folder, 'cache'),
  KWOK_WORKDIR: join(folder, 'kwok'),
});

const clusterFolder = (folder: string): string => join(folder, 'kwok', 'clusters', name);

const configuration = async (
  tools: string,
  version: string,
  apiServerFlags: Readonly<Record<string, string>>,
): Promise<string> => {
  const portFields = [
    'kubeApiserverPort',
    'etcdPort',
    'etcdPeerPort',
    'kubeControllerManagerPort',
    'kubeSchedulerPort',
    'kwokControllerPort',
  ];
  const ports = await freePorts(portFields.length);
  return JSON.stringify({
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      kubeVersion: version,
      // Without it every process listens on every interface.
      bindAddress: '127.0.0.1',
      etcdBinary: join(tools, 'etcd'),
      kubeApiserverBinary: join(tools, 'kube-apiserver'),
      kubeControllerManagerBinary: join(tools, 'kube-controller-manager'),
      kubeSchedulerBinary: join(tools, 'kube-scheduler'),
      kubectlBinary: join(tools, 'kubectl'),
      kwokControllerBinary: join(tools, 'kwok'),
      ...Object.fromEntries(portFields.map((field, index) => [field, ports[index]])),
    },
    componentsPatches: [
      {
        name: 'kube-apiserver',
        extraArgs: Object.entries(apiServerFlags).map(([key, value]) => ({ key, value })),
      },
    ],
  });
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The processes that kwokctl has started, by the names of its pid files. */
const processes = (folder: string): ReadonlyMap<string, number> => {
  const pids = join(clusterFolder(folder), 'pids');
  if (!existsSync(pids)) return new Map();
  return new Map(
    readdirSync(pids)
      .map((file): [string, number] => [
        file.replace(/\.pid$/, ''),
        Number(readFileSync(join(pids, file), 'utf8')),
      ])
      .filter(([, pid]) => Number.isInteger(pid) && pid > 1),
  );
};

const logsOf = (folder: string, component: string): string => {
  const log = join(clusterFolder(folder), 'logs', `${component}.log`);
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : '(no log)';
};

/** What stands against using a cluster that kwokctl calls created: somebody else may have taken one of its ports. */
const deadProcesses = (folder: string): readonly string[] =>
  [...processes(folder)]
    .filter(([, pid]) => !alive(pid))
    .map(([file]) => `${file} has ended:\n${logsOf(folder, file)}`);

/**
 * Ends every process of the cluster, by its id; works on a half-made cluster too. Nothing is worth a graceful end: an
 * API server that has lost its etcd takes its time, and the data go anyway.
 */
const endProcesses = async (folder: string): Promise<void> => {
  const pids = [...processes(folder).values()].filter(alive);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  for (let waited = 0; waited < 5000 && pids.some(alive); waited += 50) await sleep(50);
};

/** How a program of the cluster was started, as kwokctl has written it down. */
const commandOf = (
  folder: string,
  name: string,
): { readonly file: string; readonly args: readonly string[] } => {
  const documents = parseAllDocuments(readFileSync(join(clusterFolder(folder), 'kwok.yaml'), 'utf8'));
  const component = documents
    .flatMap((document): readonly unknown[] => listAt(document.toJS(), 'components'))
    .find((each) => stringAt(each, 'name') === name);
  const file = stringAt(component, 'binary');
  if (file === undefined) throw new Error(`kwokctl knows no program ${name}`);
  return { file, args: listAt(component, 'args').map(String) };
};

/** Ends one program of a cluster as a crash would and starts it again with the same arguments. */
export const restartProgram = async (folder: string, name: string): Promise<void> => {
  const pid = processes(folder).get(name);
  if (pid !== undefined && alive(pid)) process.kill(pid, 'SIGKILL');
  for (let waited = 0; waited < 5000 && pid !== undefined && alive(pid); waited += 50) await sleep(50);
  const { file, args } = commandOf(folder, name);
  const log = openSync(join(clusterFolder(folder), 'logs', `${name}.log`), 'a');
  const child = spawn(file, args, {
    cwd: clusterFolder(folder),
    env: environment(folder),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  writeFileSync(join(clusterFolder(folder), 'pids', `${name}.pid`), String(child.pid ?? ''));
};

/** Ends a cluster and removes its folder. */
export const endCluster = async (folder: string): Promise<void> => {
  await endProcesses(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
};

const create = async ({
  tools,
  folder,
  apiServerFlags = {},
  signal,
}: ClusterOptions): Promise<string | undefined> => {
  const version = await run(join(tools, 'kube-apiserver'), ['--version'], {
    env: environment(folder),
    signal,
  });
  const config = join(folder, 'kwokctl.json');
  writeFileSync(
    config,
    await configuration(tools, /v\d+\.\d+\.\d+/.exec(version.stdout)?.[0] ?? '', apiServerFlags),
  );
  const created = await run(
    join(tools, 'kwokctl'),
    ['create', 'cluster', '--name', name, '--config', config, '--wait', '60s'],
    { env: environment(folder), signal, seconds: 120 },
  );
  if (created.code !== 0) return `kwokctl ended with code ${created.code}\n${created.stderr}`;
  const dead = deadProcesses(folder);
  return dead.length > 0 ? dead.join('\n') : undefined;
};

/** Starts etcd, the API server, its controllers, the scheduler and kwok on loopback, with all their files in `folder`. */
export const startCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { tools, folder } = options;
  const attempts = 3;
  for (let attempt = 1; ; attempt += 1) {
    mkdirSync(folder, { recursive: true });
    try {
      const problem = await create(options);
      if (problem === undefined) break;
      if (attempt === attempts) throw new Error(`no control plane after ${attempts} attempts: ${problem}`);
      await endCluster(folder);
    } catch (error) {
      await endCluster(folder);
      throw error;
    }
  }
  const env = environment(folder);
  return {
    folder,
    kubeconfig: join(folder, 'kubeconfig'),
    env,
    endCommand: `KWOK_WORKDIR=${join(folder, 'kwok')} KUBECONFIG=${join(folder, 'kubeconfig')} ${join(
      tools,
      'kwokctl',
    )} delete cluster --name ${name} && rm -r ${folder}`,
  };
};
