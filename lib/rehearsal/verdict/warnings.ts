import type { Diagnostic } from '../../diagnostics';
import type { Stage } from '../stage';
import { findingOn } from './finding';
import type { TreeIndex } from './tree-index';

/** Warnings of the API server about the tree's objects, asked for one by one so that each has its object. */
export const warningFindings = async (
  { api, resources }: Stage,
  index: TreeIndex,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  for (const object of index.where(() => true)) {
    signal.throwIfAborted();
    const { apiVersion, kind, metadata } = object.object;
    const resource = await resources.of(apiVersion, kind);
    if (resource === undefined) continue;
    const { warnings } = await api.patch(
      `${resource.path(metadata)}?dryRun=All&fieldManager=argocd-controller&force=true`,
      'apply',
      object.object,
    );
    for (const warning of warnings) {
      found.push(
        findingOn(object, {
          rule: 'rehearsal/warning',
          got: warning,
          want: 'no warning of the API server',
          fix: 'do as it says, or waive it in spec.policy.waivers with a reason',
        }),
      );
    }
  }
  return found;
};
