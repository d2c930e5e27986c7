import type { Manifest } from '../../../render';
import { ReferenceList, type Reference } from '../reference';
import type { WorkloadIndex } from '../workloads';
import { addKindReferences } from './kinds';
import { addPodReferences } from './pods';

/** Every field of a release that names another object. */
export const referencesOf = (
  manifests: readonly Manifest[],
  workloads: WorkloadIndex,
): readonly Reference[] =>
  manifests.flatMap((manifest) => {
    const list = new ReferenceList(manifest);
    const { namespace } = manifest.key;
    list.add('metadata.namespace', { kind: 'Namespace', name: namespace });
    addKindReferences(list, manifest);
    const workload = workloads.of(manifest);
    if (workload !== undefined) addPodReferences(list, workload);
    return list.found;
  });
