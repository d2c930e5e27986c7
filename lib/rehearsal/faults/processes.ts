import { setTimeout as sleep } from 'node:timers/promises';
import { stringAt } from '../../kubernetes';
import { until } from '../../program';
import { applicationsPath, refresh } from '../play';
import { findingOnLive } from '../verdict';
import type { SiteFault } from './fault';

/** The controller dies while it syncs and comes back. */
export const controllerCrash: SiteFault = {
  title: 'the controller is killed in the middle of a sync',
  impossible: () => undefined,
  strike: async ({ stage, published, signal }) => {
    const path = `${applicationsPath(published.delivery.namespace)}/${published.delivery.root}`;
    await stage.api.patch(path, 'merge', {
      operation: { initiatedBy: { username: 'rehearsal' }, sync: { prune: true } },
    });
    const isRunning = async (): Promise<true | undefined> =>
      stringAt(await stage.api.find(path), 'status', 'operationState', 'phase') === 'Running'
        ? true
        : undefined;
    await until('a sync is running', isRunning, { seconds: 5, signal }).catch(() => undefined);
    await stage.argoCd.crashController();
    return { diagnostics: [], note: 'killed during a sync of the root Application, started again' };
  },
};

/** The API server is gone for some seconds. */
export const apiServerRestart: SiteFault = {
  title: 'the API server restarts',
  impossible: ({ stage }) =>
    stage.cluster.restartApiServer === undefined ? 'it is not ours to restart' : undefined,
  strike: async ({ stage, signal }) => {
    await stage.cluster.restartApiServer?.(signal);
    return { diagnostics: [], note: 'killed, started again with the same etcd' };
  },
};

const outageSeconds = 8;

/** The Git server does not answer; nothing may be deleted for that. */
export const repositoryOutage: SiteFault = {
  title: 'the repository is unreachable for a while',
  impossible: ({ stage }) =>
    stage.mapping.kind === 'proxied'
      ? undefined
      : 'the repository is a folder of this machine, which is always there',
  strike: async (setting) => {
    const { stage, published, index, signal } = setting;
    const count = async (): Promise<number> => {
      let there = 0;
      for (const { object } of index.where(
        ({ object }) => object.metadata.annotations?.['argocd.argoproj.io/hook'] === undefined,
      )) {
        const resource = await stage.resources.of(object.apiVersion, object.kind);
        if (resource !== undefined && (await stage.api.find(resource.path(object.metadata))) !== undefined)
          there += 1;
      }
      return there;
    };
    const before = await count();
    stage.git.reachable(false);
    try {
      await refresh(stage, published);
      await sleep(outageSeconds * 1000, undefined, { signal });
    } finally {
      stage.git.reachable(true);
    }
    const lost = before - (await count());
    await refresh(stage, published);
    return {
      note: `no answer for ${outageSeconds} s`,
      diagnostics:
        lost === 0
          ? []
          : [
              findingOnLive(`Application/${published.delivery.root}`, {
                rule: 'rehearsal/fault',
                got: `${lost} objects were deleted while the repository did not answer`,
                want: 'a cluster that stays as it is',
                fix: 'do not allow Applications to become empty (allowEmpty)',
              }),
            ],
    };
  },
};
