import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { StandIn } from '../../constructs';
import { resourceMap, type ApiClient, type DeviceGroups, type ResourceMap } from '../../control-plane';
import { fromOutside, givenDefinitions, startEgress, startStandIns, type StandInUse } from '../stand-ins';
import { useTools, type Program } from '../tools';
import { allObjects, type Tree } from '../tree';
import { startArgoCd, type ArgoCd } from './argo-cd';
import { makeAuthority, type CertificateAuthority } from './certificates';
import { startCluster, type ScratchCluster, type StageCluster } from './cluster';
import { deliveryOf, type Delivery } from './delivery';
import { startGitServer, type GitServer } from './git-server';
import { applyObject, installArgoCd } from './install';
import { makeRepository, mappedText, mappingOf, type RepositoryMapping } from './repository';

/** What a stage is set up from. */
export interface StageOptions {
  readonly programs: readonly Program[];
  /** The first tree that will be played; the site and the place of Argo CD are read off it. */
  readonly tree: Tree;
  /** Volume groups and pools of the nodes, where the platform declares them. */
  readonly deviceGroups: DeviceGroups;
  /** A cluster to use instead of one of our own. */
  readonly scratch?: ScratchCluster | undefined;
  /** What the components of every tree that will be played declare. */
  readonly standIns: readonly StandIn[];
  /** Files and folders with real definitions of kinds that no tree brings. */
  readonly definitions: readonly string[];
  readonly signal: AbortSignal;
  /** Hears what is being done. */
  readonly report: (line: string) => void;
}

/** A tree that Argo CD can see. */
export interface Published {
  readonly tree: Tree;
  readonly delivery: Delivery;
  /** The commit that has it. */
  readonly commit: string;
}

/** A control plane with simulated nodes and a real Argo CD that reads a throw-away repository. */
export interface Stage {
  readonly api: ApiClient;
  readonly resources: ResourceMap;
  readonly cluster: StageCluster;
  readonly argoCd: ArgoCd;
  readonly git: GitServer;
  readonly authority: CertificateAuthority;
  /** Versions of the programs, by name. */
  readonly versions: ReadonlyMap<string, string>;
  readonly mapping: RepositoryMapping;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** What stood in for what so far, and on which objects. */
  readonly standIns: () => readonly StandInUse[];
  /** Makes a tree the newest commit and, the first time, applies what a person would apply by hand. */
  readonly publish: (tree: Tree) => Promise<Published>;
  /** Ends every process and removes every file; a second call does nothing. */
  readonly stop: () => Promise<void>;
}

/** Owner of what a person applies. */
const person = 'kubectl';

/** What stands in for machines, whatever the platform is. */
const simulations: readonly StandInUse[] = [
  {
    what: 'nodes (kwok)',
    why: 'no container runs: a scheduled pod is Ready at once, pods of Jobs end well at once, no image is pulled',
    objects: [],
  },
  {
    what: 'provisioners of all StorageClasses',
    why: 'no disk is there: volumes are bound as the real ones would bind them, or refused as they would refuse',
    objects: [],
  },
];

/** Sets everything up; leaves nothing behind when it fails or is interrupted. */
export const startStage = async (options: StageOptions): Promise<Stage> => {
  const { programs, tree, deviceGroups, scratch, signal, report } = options;
  const delivery = deliveryOf(tree);
  const definitions = givenDefinitions(options.definitions);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-rehearsal-'));
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })];
  let ended: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (ended ??= (async () => {
      for (const step of undo) await step();
    })());
  try {
    const tools = useTools(programs, join(folder, 'tools'));
    const inside = (name: string): string => {
      mkdirSync(join(folder, name), { recursive: true });
      return join(folder, name);
    };
    const authority = await makeAuthority(tools.openssl, inside('certificates'), signal);
    const egress = await startEgress(inside('egress'));
    undo.unshift(egress.stop);
    const cluster = await startCluster({
      tools: tools.folder,
      folder,
      site: tree.site,
      deviceGroups,
      scratch,
      apiServerFlags: egress.apiServerFlags,
      signal,
      report,
    });
    undo.unshift(cluster.stop);
    const { api } = cluster;
    const resources = resourceMap(api);
    const standIns = startStandIns({
      api,
      resources,
      authority,
      // On real nodes the platform's own containers run.
      declared: cluster.simulated ? options.standIns : fromOutside(options.standIns),
      definitions,
      egress: scratch === undefined ? egress : undefined,
      report,
      signal,
    });
    undo.unshift(standIns.stop);

    const gitEnv: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' };
    const repository = await makeRepository(tools.git, inside('repository'), gitEnv, signal);
    const git = await startGitServer({
      git: tools.git,
      repository: repository.folder,
      keyPair: await authority.issue(['localhost']),
      env: gitEnv,
    });
    undo.unshift(git.stop);

    report(`Argo CD ${tools.versions.get('argocd') ?? ''}`.trim());
    await installArgoCd(api, resources, delivery, {
      definitions: tools.definitions,
      proxy: git.proxy,
      signal,
    });
    const argoCd = await startArgoCd({
      tools,
      folder: inside('argo-cd'),
      kubeconfig: cluster.kubeconfig,
      namespace: delivery.namespace,
      signal,
    });
    undo.unshift(argoCd.stop);

    let applied = '';
    return {
      api,
      resources,
      cluster,
      argoCd,
      git,
      authority,
      versions: tools.versions,
      mapping: mappingOf(delivery, repository.folder),
      namespace: delivery.namespace,
      standIns: () => [...(cluster.simulated ? simulations : []), ...standIns.list()],
      publish: async (next) => {
        const wanted = deliveryOf(next);
        await standIns.prepare(allObjects(next).map(({ object }) => object));
        const commit = await repository.commit(next, wanted);
        const texts = wanted.bootstrap.map(({ path }) =>
          mappedText(next.files.get(path) ?? '', wanted, mappingOf(wanted, repository.folder)),
        );
        // A person applies the bootstrap again only when it has changed.
        if (texts.join() !== applied) {
          for (const text of texts) await applyObject(api, resources, parse(text), person);
          applied = texts.join();
        }
        return { tree: next, delivery: wanted, commit };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
