import { stringAt } from '../../lib/kubernetes';
import type { RenderedComponent } from '../../lib/render';
import { kubeflowChecks } from './health-kubeflow';

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

/**
 * Argo CD's own check, but for claims that say `ignore-healthcheck`: between waves it does not look at that annotation,
 * and would wait for ever for a claim that only a CronJob uses (seen with Argo CD 3.2).
 */
const claim = `local health = {status = "Progressing", message = "waiting for a volume"}
local annotations = obj.metadata ~= nil and obj.metadata.annotations or {}
local phase = obj.status ~= nil and obj.status.phase or "Pending"
if phase == "Bound" then
  health.status = "Healthy"
  health.message = ""
elseif phase == "Lost" then
  health.status = "Degraded"
  health.message = "its volume is gone"
elseif annotations["argocd.argoproj.io/ignore-healthcheck"] == "true" then
  health.status = "Healthy"
  health.message = "waits for its first consumer, which may come much later"
end
return health
`;

/**
 * Argo CD's own check calls a definition Degraded until the API server has established it, which takes a moment; a
 * wave that looks just then fails, and the sync is tried again much later (seen with Argo CD 3.2 in a rehearsal).
 */
const definition = `local health = {status = "Progressing", message = "not established yet"}
local conditions = obj.status ~= nil and obj.status.conditions or {}
for _, condition in ipairs(conditions) do
  if condition.type == "NamesAccepted" and condition.status == "False" then
    return {status = "Degraded", message = condition.message or "its names are taken"}
  elseif condition.type == "NonStructuralSchema" and condition.status == "True" then
    return {status = "Degraded", message = condition.message or "its schema is not structural"}
  elseif condition.type == "Terminating" and condition.status == "True" then
    return {status = "Progressing", message = "it is being deleted"}
  elseif condition.type == "Established" and condition.status == "True" then
    health.status = "Healthy"
    health.message = "established"
  end
end
return health
`;

/** Kinds that Argo CD does not know or takes too strictly, and how their status tells their health. */
const checks: Readonly<Record<string, string>> = {
  '/PersistentVolumeClaim': claim,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  ...kubeflowChecks,
  'snapshot.storage.k8s.io/VolumeSnapshot': snapshot,
  'snapshot.storage.k8s.io/VolumeSnapshotContent': snapshot,
};

/** Health checks for `argocd-cm`: Applications, and each of these kinds that the platform defines or uses. */
export const healthChecks = (components: readonly RenderedComponent[]): Readonly<Record<string, string>> => {
  const kinds = new Set(
    components.flatMap(({ manifests }) =>
      manifests.flatMap(({ key, object }) => [
        `${key.group}/${key.kind}`,
        ...(key.kind === 'CustomResourceDefinition'
          ? [`${stringAt(object, 'spec', 'group') ?? ''}/${stringAt(object, 'spec', 'names', 'kind') ?? ''}`]
          : []),
      ]),
    ),
  );
  const used = Object.entries(checks).filter(([kind]) => kinds.has(kind));
  return Object.fromEntries(
    [['argoproj.io/Application', application] as const, ...used].map(([kind, lua]) => [
      `resource.customizations.health.${kind.replace(/^\//, '').replace('/', '_')}`,
      lua,
    ]),
  );
};
