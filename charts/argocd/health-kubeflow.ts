/**
 * Health of Kubeflow's and KServe's kinds. Training goes on for hours and users stop their notebooks: neither may hold
 * up a sync, so that what runs, waits or rests is Healthy, and only what has failed is Degraded.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */

const conditions = `local conditions = obj.status ~= nil and obj.status.conditions or {}
local function is(type, status)
  for _, condition in ipairs(conditions) do
    if condition.type == type and condition.status == status then
      return true, condition.message or ""
    end
  end
  return false, ""
end
`;

const job = `${conditions}local failed, why = is("Failed", "True")
if failed then
  return {status = "Degraded", message = why}
end
for _, type in ipairs({"Succeeded", "Complete", "Suspended", "Running", "Restarting", "Created"}) do
  local yes, message = is(type, "True")
  if yes then
    return {status = "Healthy", message = message}
  end
end
if obj.status ~= nil and obj.status.jobsStatus ~= nil and #obj.status.jobsStatus > 0 then
  return {status = "Healthy", message = "its jobs are there"}
end
return {status = "Progressing", message = "its controller has not taken it up yet"}
`;

const notebook = `${conditions}local annotations = obj.metadata ~= nil and obj.metadata.annotations or {}
if annotations["kubeflow-resource-stopped"] ~= nil then
  return {status = "Healthy", message = "stopped, by its user or because nobody used it"}
end
if obj.status ~= nil and obj.status.readyReplicas ~= nil and obj.status.readyReplicas > 0 then
  return {status = "Healthy", message = "runs"}
end
if is("Running", "True") then
  return {status = "Healthy", message = "runs"}
end
if obj.status ~= nil and obj.status.containerState ~= nil and obj.status.containerState.waiting ~= nil then
  local waiting = obj.status.containerState.waiting
  if waiting.reason == "CrashLoopBackOff" or waiting.reason == "ImagePullBackOff" then
    return {status = "Degraded", message = waiting.message or waiting.reason}
  end
end
return {status = "Progressing", message = "starts"}
`;

const ready = `${conditions}local yes, message = is("Ready", "True")
if yes then
  return {status = "Healthy", message = message}
end
local model = obj.status ~= nil and obj.status.modelStatus or {}
if model.transitionStatus == "InvalidSpec" or model.transitionStatus == "BlockedByFailedLoad" then
  local why = model.lastFailureInfo ~= nil and model.lastFailureInfo.message or model.transitionStatus
  return {status = "Degraded", message = why}
end
return {status = "Progressing", message = "not ready yet"}
`;

const tensorboard = `local status = obj.status or {}
if status.readyReplicas ~= nil and status.readyReplicas > 0 then
  return {status = "Healthy", message = "runs"}
end
for _, condition in ipairs(status.conditions or {}) do
  if condition.deploymentState == "Available" or condition.type == "Available" then
    return {status = "Healthy", message = "runs"}
  end
end
return {status = "Progressing", message = "starts"}
`;

const profile = `${conditions}for _, condition in ipairs(conditions) do
  if condition.type == "Failed" then
    return {status = "Degraded", message = condition.message or "the controller failed"}
  end
end
for _, condition in ipairs(conditions) do
  if condition.type == "Successful" then
    return {status = "Healthy", message = "its namespace is there"}
  end
end
return {status = "Progressing", message = "its namespace is being made"}
`;

/** Checks by group and kind. */
export const kubeflowChecks: Readonly<Record<string, string>> = {
  'kubeflow.org/Experiment': job,
  'kubeflow.org/MPIJob': job,
  'kubeflow.org/Notebook': notebook,
  'kubeflow.org/Profile': profile,
  'kubeflow.org/PyTorchJob': job,
  'kubeflow.org/TFJob': job,
  'serving.kserve.io/InferenceGraph': ready,
  'serving.kserve.io/InferenceService': ready,
  'tensorboard.kubeflow.org/Tensorboard': tensorboard,
  'trainer.kubeflow.org/TrainJob': job,
};
