import { stringAt } from '../../lib/kubernetes';
import type { RenderedComponent } from '../../lib/render';

/**
 * Health of an Application: that of its objects, once they have been synced. Argo CD dropped this check in 1.8; without
 * it a wave of Applications does not wait for the one before. An Application that is still syncing is Progressing
 * whatever its objects say: nothing there yet counts as Healthy, a definition that was just made as Degraded.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
const application = `local health = {status = "Progressing", message = "not compared yet"}
local status = obj.status
if status == nil or status.health == nil or status.health.status == nil then
  return health
end
local synced = status.sync ~= nil and status.sync.status == "Synced"
local operation = status.operationState
if operation == nil and not synced then
  health.message = "not synced yet"
elseif operation ~= nil and (operation.phase == "Running" or operation.phase == "Terminating") then
  health.message = operation.message or "syncing"
elseif operation ~= nil and operation.phase ~= "Succeeded" and not synced then
  health.status = "Degraded"
  health.message = operation.message or "the last sync failed"
else
  health.status = status.health.status
  health.message = status.health.message or ""
end
return health
`;

const snapshot = `local health = {status = "Progressing", message = "the snapshot is being taken"}
if obj.status ~= nil then
  if obj.status.error ~= nil then
    health.status = "Degraded"
    health.message = obj.status.error.message or "the driver reported an error"
  elseif obj.status.readyToUse == true then
    health.status = "Healthy"
    health.message = "ready to use"
  end
end
return health
`;

/** Kinds that Argo CD does not know, and how their status tells their health. */
const checks: Readonly<Record<string, string>> = {
  'snapshot.storage.k8s.io/VolumeSnapshot': snapshot,
  'snapshot.storage.k8s.io/VolumeSnapshotContent': snapshot,
};

/** Health checks for `argocd-cm`: Applications, and each custom kind that the platform defines or uses. */
export const healthChecks = (components: readonly RenderedComponent[]): Readonly<Record<string, string>> => {
  const kinds = new Set(
    components.flatMap(({ manifests }) =>
      manifests.map(({ key, object }) =>
        key.kind === 'CustomResourceDefinition'
          ? `${stringAt(object, 'spec', 'group') ?? ''}/${stringAt(object, 'spec', 'names', 'kind') ?? ''}`
          : `${key.group}/${key.kind}`,
      ),
    ),
  );
  const used = Object.entries(checks).filter(([kind]) => kinds.has(kind));
  return Object.fromEntries(
    [['argoproj.io/Application', application] as const, ...used].map(([kind, lua]) => [
      `resource.customizations.health.${kind.replace('/', '_')}`,
      lua,
    ]),
  );
};
