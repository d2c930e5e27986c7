import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../control-plane';
import { startService, type Service } from '../../program';
import type { RehearsalTools } from '../tools';

/** Argo CD's controller and repository server as processes of this machine, with Redis between them. */
export interface ArgoCd {
  /** Ends the controller as a crash would and starts another. */
  readonly crashController: () => Promise<void>;
  /** Why one of the processes has ended, when one has. */
  readonly failure: () => Error | undefined;
  readonly stop: () => Promise<void>;
}

/** What the processes need. */
export interface ArgoCdOptions {
  readonly tools: RehearsalTools;
  /** Folder for all their files. */
  readonly folder: string;
  /** Kubeconfig of the cluster that they serve. */
  readonly kubeconfig: string;
  /** Namespace of the Applications. */
  readonly namespace: string;
  readonly signal?: AbortSignal | undefined;
}

const folders = { gnupg: 'gnupg', tls: 'tls', ssh: 'ssh', temporary: 'tmp' } as const;

/** Nothing of the user's: no proxy, no kubeconfig, no home. */
const environment = (folder: string, kubeconfig: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LANG: 'C.UTF-8',
  HOME: folder,
  TMPDIR: join(folder, folders.temporary),
  KUBECONFIG: kubeconfig,
  GNUPGHOME: join(folder, folders.gnupg),
  ARGOCD_GNUPGHOME: join(folder, folders.gnupg),
  ARGOCD_GPG_ENABLED: 'false',
  ARGOCD_TLS_DATA_PATH: join(folder, folders.tls),
  ARGOCD_SSH_DATA_PATH: join(folder, folders.ssh),
  // The cluster's own address works only from inside a pod.
  ARGOCD_FAKE_IN_CLUSTER: 'true',
});

const startOnce = async (options: ArgoCdOptions): Promise<ArgoCd> => {
  const { tools, folder, kubeconfig, namespace, signal } = options;
  for (const name of Object.values(folders)) mkdirSync(join(folder, name), { recursive: true });
  const env = environment(folder, kubeconfig);
  const [redisPort = 0, repoPort = 0, repoMetrics = 0, controllerMetrics = 0] = await freePorts(4);
  const running: Service[] = [];
  const start = async (
    file: string,
    args: readonly string[],
    ready: RegExp,
    variables: NodeJS.ProcessEnv = {},
  ): Promise<Service> => {
    const service = await startService(file, args, {
      env: { ...env, ...variables },
      cwd: folder,
      announces: (line) => (ready.test(line) ? line : undefined),
      signal,
    });
    running.unshift(service);
    return service;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.kill()));
  };
  const redis = `127.0.0.1:${redisPort}`;
  const repoServer = `127.0.0.1:${repoPort}`;
  const startController = (): Promise<Service> =>
    start(
      tools.argocd,
      [
        `--namespace=${namespace}`,
        `--repo-server=${repoServer}`,
        '--repo-server-plaintext',
        `--redis=${redis}`,
        `--metrics-port=${controllerMetrics}`,
        // A health that changes while Argo CD reads new definitions goes unnoticed until it looks again by itself,
        // in three minutes by default; nobody wants to wait for that twice.
        '--app-resync=20',
        '--app-resync-jitter=0',
        // The health of each object is then in the Application, where findings are read from.
        '--persist-resource-health',
        '--loglevel=info',
        '--logformat=text',
      ],
      /appResyncPeriod/,
      { ARGOCD_BINARY_NAME: 'argocd-application-controller' },
    );
  try {
    await start(
      tools.redis,
      [
        '--bind',
        '127.0.0.1',
        '--port',
        String(redisPort),
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ],
      /Ready to accept connections/,
    );
    await start(
      tools.argocd,
      [
        '--disable-tls',
        '--address=127.0.0.1',
        `--port=${repoPort}`,
        '--metrics-address=127.0.0.1',
        `--metrics-port=${repoMetrics}`,
        `--redis=${redis}`,
        '--loglevel=info',
        '--logformat=text',
      ],
      /is listening on/,
      { ARGOCD_BINARY_NAME: 'argocd-repo-server' },
    );
    let controller = await startController();
    return {
      crashController: async () => {
        await controller.kill();
        running.splice(running.indexOf(controller), 1);
        controller = await startController();
      },
      failure: () => running.map((service) => service.failure()).find((failure) => failure !== undefined),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Somebody may take a port between its choice and its use. */
const attempts = 3;

/** Starts the three processes and waits until each says that it is ready. */
export const startArgoCd = async (options: ArgoCdOptions): Promise<ArgoCd> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (options.signal?.aborted === true || attempt === attempts) throw error;
    }
  }
};
