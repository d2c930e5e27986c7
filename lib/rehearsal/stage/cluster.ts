import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  apiClient,
  claimScratchCluster,
  connectionOf,
  emptyScratchCluster,
  hasRealNodes,
  kubeconfigText,
  startControlPlane,
  type ApiClient,
  type DeviceGroups,
} from '../../control-plane';
import { stringAt } from '../../kubernetes';
import type { Site } from '../../render';

/** The cluster that a rehearsal plays on. */
export interface StageCluster {
  readonly api: ApiClient;
  readonly kubeconfig: string;
  /** Version of its API server: `v1.34.2`. */
  readonly version: string;
  /** Whether its nodes are simulated, so that nothing in it runs and stand-ins are needed. */
  readonly simulated: boolean;
  /** What differs from the declared site, for the report. */
  readonly notes: readonly string[];
  /** Absent where the API server is not ours to restart. */
  readonly restartApiServer?: (signal: AbortSignal) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A scratch cluster that somebody else has started. */
export interface ScratchCluster {
  readonly kubeconfig: string;
  /** The current one by default. */
  readonly context?: string | undefined;
}

/** What a cluster is made from. */
export interface StageClusterOptions {
  /** Folder with the control plane's programs. */
  readonly tools: string;
  /** Folder for a kubeconfig. */
  readonly folder: string;
  readonly site: Site;
  readonly deviceGroups: DeviceGroups;
  readonly scratch?: ScratchCluster | undefined;
  readonly apiServerFlags?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** A node for platforms that declare none: a managed cluster, say. */
const anyNode = {
  name: 'node-1',
  labels: { 'kubernetes.io/hostname': 'node-1', 'kubernetes.io/os': 'linux' },
  taints: [],
  capacity: { cpu: '64', memory: '256Gi', pods: '250' },
};

const ownCluster = async (options: StageClusterOptions): Promise<StageCluster> => {
  const { tools, site, deviceGroups, apiServerFlags = {}, signal, report } = options;
  const declared = site.nodes.length > 0;
  const nodes = declared ? site.nodes : [anyNode];
  report(`control plane with ${nodes.length} simulated node${nodes.length === 1 ? '' : 's'}`);
  const controlPlane = await startControlPlane({
    tools,
    nodes,
    deviceGroups,
    apiServerFlags,
    signal,
    report,
  });
  return {
    ...controlPlane,
    simulated: true,
    notes: declared ? [] : ['The platform declares no nodes: one large node stands in for them.'],
  };
};

const scratchCluster = async (
  options: StageClusterOptions,
  scratch: ScratchCluster,
): Promise<StageCluster> => {
  const { folder, site, report } = options;
  const { kubeconfig, context } = scratch;
  const shownAs = context === undefined ? kubeconfig : `${kubeconfig}, context ${context}`;
  const connection = connectionOf(kubeconfig, context);
  const own = join(folder, 'scratch-kubeconfig');
  writeFileSync(own, kubeconfigText(connection), { mode: 0o600 });
  const api = apiClient(own);
  try {
    await claimScratchCluster(api, shownAs);
    report(`scratch cluster ${shownAs}`);
    await emptyScratchCluster(api);
    const version = stringAt(await api.get('/version'), 'gitVersion') ?? 'unknown';
    return {
      api,
      kubeconfig: own,
      version,
      simulated: !(await hasRealNodes(api)),
      notes:
        site.nodes.length > 0 ? ['The nodes are those of the scratch cluster, not the declared ones.'] : [],
      stop: async () => {
        await emptyScratchCluster(api);
        api.close();
      },
    };
  } catch (error) {
    api.close();
    throw error;
  }
};

/** Starts a control plane of our own, or takes the scratch cluster that was named. */
export const startCluster = (options: StageClusterOptions): Promise<StageCluster> =>
  options.scratch === undefined ? ownCluster(options) : scratchCluster(options, options.scratch);
