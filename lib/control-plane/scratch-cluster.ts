import { Refusal } from '../diagnostics';
import { fieldAt, listAt, stringAt } from '../kubernetes';
import type { ApiClient } from './api-client';

/** Namespace whose presence says that a cluster may be used, and emptied, by rehearsals. */
export const markerNamespace = 'drydock-rehearsal';

const markerLabel = 'drydock.dev/scratch';

/** Namespaces that every cluster has. */
const own = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease', markerNamespace]);

const nameOf = (object: unknown): string => stringAt(object, 'metadata', 'name') ?? '';

/** What stands in a cluster that was not made by a rehearsal; nothing where it is empty or marked as ours. */
const othersIn = async (api: ApiClient): Promise<readonly string[]> => {
  const namespaces = await api.list('/api/v1/namespaces');
  const marked = namespaces.some(
    (each) => nameOf(each) === markerNamespace && fieldAt(each, 'metadata', 'labels', markerLabel) === 'true',
  );
  if (marked) return [];
  const pods = await api.list('/api/v1/namespaces/default/pods');
  return [
    ...namespaces
      .map(nameOf)
      .filter((name) => !own.has(name))
      .map((name) => `namespace ${name}`),
    ...pods.map((pod) => `pod default/${nameOf(pod)}`),
  ];
};

/**
 * Takes a scratch cluster for a rehearsal: marks it as one.
 * @param shownAs the kubeconfig and context as messages name them.
 * @throws Refusal where it has anything that no rehearsal has put there; nothing is written then.
 */
export const claimScratchCluster = async (api: ApiClient, shownAs: string): Promise<void> => {
  const others = await othersIn(api);
  if (others.length > 0) {
    const shown = others.slice(0, 3).join(', ');
    throw new Refusal([
      {
        rule: 'rehearsal/scratch-cluster',
        severity: 'error',
        where: { kind: 'argument', argument: shownAs },
        got: `a cluster that is in use (${shown}${others.length > 3 ? ` and ${others.length - 3} more` : ''})`,
        want: `an empty cluster, or one that has the namespace ${markerNamespace} of an earlier rehearsal`,
        fix: 'name a scratch cluster, or leave --kubeconfig out: a rehearsal makes its own',
      },
    ]);
  }
  const { status, body } = await api.patch(
    `/api/v1/namespaces/${markerNamespace}?fieldManager=drydock&force=true`,
    'apply',
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: markerNamespace, labels: { [markerLabel]: 'true' } },
    },
  );
  if (status >= 300) throw new Error(`namespace ${markerNamespace}: ${stringAt(body, 'message') ?? status}`);
};

/** Whether any machine stands behind a cluster: simulated nodes say so in an annotation of kwok. */
export const hasRealNodes = async (api: ApiClient): Promise<boolean> =>
  (await api.list('/api/v1/nodes')).some(
    (node) => fieldAt(node, 'metadata', 'annotations', 'kwok.x-k8s.io/node') !== 'fake',
  );

const withoutFinalizers = { metadata: { finalizers: null } };

/** Deletes what rehearsals have put into a marked cluster: all namespaces but the cluster's own, and what belongs to none. */
export const emptyScratchCluster = async (api: ApiClient): Promise<void> => {
  const definitions = await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  for (const definition of definitions) {
    const version = listAt(definition, 'spec', 'versions').find((each) => fieldAt(each, 'storage') === true);
    const root = `/apis/${stringAt(definition, 'spec', 'group') ?? ''}/${stringAt(version, 'name') ?? ''}`;
    const plural = stringAt(definition, 'spec', 'names', 'plural') ?? '';
    // A controller that is gone never takes its finalizer off.
    for (const object of await api.list(`${root}/${plural}`).catch(() => [])) {
      const namespace = stringAt(object, 'metadata', 'namespace');
      const path =
        namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
      await api.patch(`${path}/${nameOf(object)}`, 'merge', withoutFinalizers);
    }
    await api.remove(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${nameOf(definition)}`);
  }
  for (const namespace of await api.list('/api/v1/namespaces')) {
    if (!own.has(nameOf(namespace))) await api.remove(`/api/v1/namespaces/${nameOf(namespace)}`);
  }
  const labelled = `labelSelector=${encodeURIComponent('app.kubernetes.io/managed-by=drydock')}`;
  for (const collection of [
    '/apis/storage.k8s.io/v1/storageclasses',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    '/apis/scheduling.k8s.io/v1/priorityclasses',
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  ]) {
    await api.remove(`${collection}?${labelled}`);
  }
};
