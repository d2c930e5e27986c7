import { createHash } from 'node:crypto';
import type { ApiClient } from '../../control-plane';
import { stringAt } from '../../kubernetes';
import { until } from '../../program';
import type { Tree } from '../tree';
import { allObjects } from '../tree';
import { nameOf, type Live } from '../verdict';

/** Annotation of a volume that stands for what users have written to it. */
export const contentAnnotation = 'rehearsal.drydock.dev/content';

/** What was put into the cluster before an upgrade, to be found again after it. */
export interface Markers {
  /** A pod that runs through the upgrade, where one could be started: namespace, name and uid. */
  readonly run?: { readonly namespace: string; readonly name: string; readonly uid: string };
  /** Why no run could be started. */
  readonly note?: string;
}

const contentOf = (volume: Live): string =>
  createHash('sha256')
    .update(stringAt(volume, 'metadata', 'uid') ?? '')
    .digest('hex')
    .slice(0, 16);

/** Writes a content to every bound volume: no container does, so an annotation stands for it. */
const markVolumes = async (api: ApiClient): Promise<void> => {
  for (const volume of await api.list('/api/v1/persistentvolumes')) {
    if (stringAt(volume, 'status', 'phase') !== 'Bound') continue;
    await api.patch(`/api/v1/persistentvolumes/${nameOf(volume)}`, 'merge', {
      metadata: { annotations: { [contentAnnotation]: contentOf(volume) } },
    });
  }
};

const runName = 'rehearsal-run';

/** A pod as a pipeline's step makes it: small, without a controller, admitted by the strictest level. */
const runIn = (namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: runName, namespace },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'step',
        image: 'registry.example.internal/step:1.0.0',
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

/** Namespaces that a run could live in: those of the tree, without those that only one component uses for itself. */
const candidates = (tree: Tree): readonly string[] => {
  const names = allObjects(tree).flatMap(({ object }) =>
    object.kind === 'Namespace' ? [object.metadata.name] : [],
  );
  const withQuota = new Set(
    allObjects(tree).flatMap(({ object }) =>
      object.kind === 'ResourceQuota' ? [object.metadata.namespace ?? ''] : [],
    ),
  );
  return [...names.filter((name) => withQuota.has(name)), ...names.filter((name) => !withQuota.has(name))];
};

const startRun = async (api: ApiClient, tree: Tree, signal: AbortSignal): Promise<Markers> => {
  const refusals: string[] = [];
  for (const namespace of candidates(tree)) {
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const { status, body } = await api.create(pods, runIn(namespace));
    if (status >= 300) {
      refusals.push(stringAt(body, 'message') ?? String(status));
      continue;
    }
    const running = async (): Promise<true | undefined> =>
      stringAt(await api.find(`${pods}/${runName}`), 'status', 'phase') === 'Running' ? true : undefined;
    const started = await until('the run is running', running, { seconds: 15, signal }).catch(
      () => undefined,
    );
    signal.throwIfAborted();
    if (started === true)
      return { run: { namespace, name: runName, uid: stringAt(body, 'metadata', 'uid') ?? '' } };
    await api.remove(`${pods}/${runName}`);
    refusals.push(`no node took it in ${namespace}`);
  }
  return { note: `no run in flight: ${refusals[0] ?? 'the tree has no namespace'}` };
};

/** Puts marker data into the cluster: contents of volumes, and a run in flight. */
export const placeMarkers = async (api: ApiClient, tree: Tree, signal: AbortSignal): Promise<Markers> => {
  await markVolumes(api);
  return startRun(api, tree, signal);
};
