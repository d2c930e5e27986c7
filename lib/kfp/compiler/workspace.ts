import { isRecord, recordAt } from '../../kubernetes';
import type { VolumeClaimTemplate } from '../argo';
import type { Pipeline } from '../pipeline';
import type { CompileOptions } from './options';

/** The volume that the steps of one run share. */
export const workspaceName = 'kfp-workspace';

type Fields = Readonly<Record<string, unknown>>;

/** A patch over a value: maps are merged, null removes, everything else replaces. https://www.rfc-editor.org/rfc/rfc7386 */
const merged = (base: Fields, patch: Fields): Fields => {
  const result = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    const before = result.get(key);
    if (value === null) result.delete(key);
    else result.set(key, isRecord(value) ? merged(isRecord(before) ? before : {}, value) : value);
  }
  return Object.fromEntries(result);
};

/** The claim that Argo makes for each run of a pipeline with a workspace. */
export const workspaceClaims = (
  { kubernetes }: Pipeline,
  { defaultWorkspace }: CompileOptions,
): readonly VolumeClaimTemplate[] => {
  const workspace = kubernetes?.pipelineConfig?.workspace;
  if (workspace === undefined) return [];
  const spec = merged(defaultWorkspace ?? {}, workspace.kubernetes?.pvcSpecPatch ?? {});
  const requests = { ...recordAt(spec, 'resources', 'requests'), storage: workspace.size };
  const resources = { ...recordAt(spec, 'resources'), requests };
  return [{ metadata: { name: workspaceName }, spec: { ...spec, resources }, status: {} }];
};
