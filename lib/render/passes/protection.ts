import { groupOf, listAt, type KubernetesObject } from '../../kubernetes';
import type { Draft } from '../draft';
import { withAnnotation } from './edit';

const syncOptions = 'argocd.argoproj.io/sync-options';

/** Losing one of these loses data, or every object of a kind: Argo CD must neither prune nor delete it. */
const keptKinds = new Set([
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  'apiextensions.k8s.io/CustomResourceDefinition',
]);

const protectionOf = (object: KubernetesObject): readonly string[] => {
  if (keptKinds.has(`${groupOf(object.apiVersion)}/${object.kind}`)) return ['Prune=false', 'Delete=false'];
  // A workload that owns volumes is a database of some sort: a person confirms its end.
  return object.kind === 'StatefulSet' && listAt(object, 'spec', 'volumeClaimTemplates').length > 0
    ? ['Prune=confirm', 'Delete=confirm']
    : [];
};

/**
 * Protects what holds data from being pruned or deleted by Argo CD. Options that a chart has set itself win.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export const protection = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map((draft) => {
    const wanted = protectionOf(draft.object);
    if (wanted.length === 0) return draft;
    const written = (draft.object.metadata.annotations?.[syncOptions] ?? '')
      .split(',')
      .filter((option) => option !== '');
    const said = new Set(written.map((option) => option.split('=')[0]));
    const options = [...written, ...wanted.filter((option) => !said.has(option.split('=')[0]))];
    return { ...draft, object: withAnnotation(draft.object, syncOptions, options.join(',')) };
  });
