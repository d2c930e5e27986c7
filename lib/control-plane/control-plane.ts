import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listAt, stringAt } from '../kubernetes';
import type { SiteNode } from '../render';
import { run, until, type Finished } from '../program';
import { apiClient, type ApiClient } from './api-client';
import { endCluster, restartProgram, startCluster } from './cluster';
import { fakeNode } from './nodes';
import { startProvisioner, type DeviceGroups } from './provisioner';

/** What the control plane is made of. */
export interface ControlPlaneOptions {
  /** Folder with its programs. */
  readonly tools: string;
  /** Nodes that kwok simulates. */
  readonly nodes: readonly SiteNode[];
  /** What the stand-in for provisioners knows of the nodes' disks; nothing by default, and then it asks for nothing. */
  readonly deviceGroups?: DeviceGroups;
  /** Flags for kube-apiserver, without the dashes. */
  readonly apiServerFlags?: Readonly<Record<string, string>>;
  /** Interrupts the start and every kubectl. */
  readonly signal?: AbortSignal | undefined;
  /** Hears what the stand-ins could not do; silent by default. */
  readonly report?: (line: string) => void;
}

/** A real control plane on loopback with simulated nodes. */
export interface ControlPlane {
  readonly kubeconfig: string;
  /** Version of its API server: `v1.34.2`. */
  readonly version: string;
  readonly api: ApiClient;
  /** Runs kubectl against it, and against nothing else. */
  readonly kubectl: (args: readonly string[], options?: { readonly stdin?: string }) => Promise<Finished>;
  /** The command that ends a control plane that was let go of, for a person. */
  readonly endCommand: string;
  /** Ends the API server as a crash would and waits until it answers again; absent where it is not ours. */
  readonly restartApiServer?: (signal: AbortSignal) => Promise<void>;
  /** Ends everything that was started, by process id, and removes its files. A second call does nothing. */
  readonly stop: () => Promise<void>;
  /** Ends the stand-ins of this process but leaves the control plane up. */
  readonly letGo: () => Promise<void>;
}

const isReady = (node: unknown): boolean =>
  listAt(node, 'status', 'conditions').some(
    (condition) => stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True',
  );

/** Starts a control plane and waits until its nodes are ready. Leaves nothing behind when it fails. */
export const startControlPlane = async (options: ControlPlaneOptions): Promise<ControlPlane> => {
  const {
    tools,
    nodes,
    deviceGroups = new Map(),
    apiServerFlags = {},
    signal,
    report = () => undefined,
  } = options;
  const folder = mkdtempSync(join(tmpdir(), 'drydock-control-plane-'));
  const cluster = await startCluster({ tools, folder, apiServerFlags, signal });
  const undo: (() => unknown)[] = [() => endCluster(folder)];
  try {
    const api = apiClient(cluster.kubeconfig);
    undo.unshift(api.close);
    for (const node of nodes) {
      const { status, body } = await api.create('/api/v1/nodes', fakeNode(node));
      if (status >= 300) throw new Error(`node ${node.name}: ${stringAt(body, 'message') ?? status}`);
    }
    await until(
      'all nodes are ready',
      async () => {
        const live = await api.list('/api/v1/nodes');
        return live.filter(isReady).length === nodes.length ? true : undefined;
      },
      { seconds: 30, signal },
    );
    const provisioner = startProvisioner(api, deviceGroups, report);
    undo.unshift(provisioner.stop);
    const version = stringAt(await api.get('/version'), 'gitVersion') ?? 'unknown';
    let ended: Promise<void> | undefined;
    const end = async (steps: readonly (() => unknown)[]): Promise<void> => {
      for (const step of steps) await step();
    };
    return {
      kubeconfig: cluster.kubeconfig,
      version,
      api,
      kubectl: (args, { stdin = '' } = {}) =>
        run(join(tools, 'kubectl'), args, { env: cluster.env, stdin, signal, seconds: 300 }),
      endCommand: cluster.endCommand,
      restartApiServer: async (abort) => {
        await restartProgram(folder, 'kube-apiserver');
        const answers = (): Promise<true | undefined> =>
          api.get('/api/v1/namespaces/default').then(
            () => true,
            () => undefined,
          );
        await until('the API server answers again', answers, { seconds: 60, signal: abort });
      },
      stop: () => (ended ??= end(undo)),
      letGo: () => (ended ??= end(undo.slice(0, -1))),
    };
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
};
