import { createHash } from 'node:crypto';
import { isRecord, listAt, type KubernetesObject } from '../../kubernetes';
import { pythonJson, type Pipeline } from '../author';

const optionalArtifacts = new Set(['mlpipeline-ui-metadata', 'mlpipeline-metrics']);

/** KFP reads these files where a step writes them; a step that does not must not fail for it. */
const withOptionalArtifacts = (template: unknown): unknown => {
  const artifacts = listAt(template, 'outputs', 'artifacts');
  if (!isRecord(template) || artifacts.length === 0) return template;
  return {
    ...template,
    outputs: {
      ...(isRecord(template['outputs']) ? template['outputs'] : {}),
      artifacts: artifacts.map((artifact) =>
        isRecord(artifact) && optionalArtifacts.has(String(artifact['name']))
          ? { ...artifact, optional: true }
          : artifact,
      ),
    },
  };
};

/** A text in the form of a UUID (version 8: made from content), as KFP's run identifiers are. */
const runIdOf = (content: string): string => {
  const hex = createHash('sha256').update(content).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

const specOf = (pipeline: Pipeline): string =>
  pythonJson(
    {
      description: pipeline.props.description,
      inputs: Object.entries(pipeline.props.parameters ?? {}).map(([name, parameter]) => ({
        name,
        type: parameter.type,
        description: parameter.description,
        default: parameter.default === undefined ? undefined : String(parameter.default),
        optional: parameter.default === undefined ? undefined : true,
      })),
      name: pipeline.label,
    },
    { sortKeys: true },
  );

/**
 * A workflow with what KFP's API server adds to the runs that it submits itself: the run's identifier on the workflow and
 * on its pods, the pipeline's description for the user interface, artifacts of the user interface that may be missing.
 */
export const kfpRun = (
  workflow: KubernetesObject,
  pipeline: Pipeline,
  runId = runIdOf(JSON.stringify(workflow)),
): KubernetesObject => {
  const spec = isRecord(workflow['spec']) ? workflow['spec'] : {};
  const label = { 'pipeline/runid': runId };
  return {
    ...workflow,
    metadata: {
      ...workflow.metadata,
      labels: { ...workflow.metadata.labels, ...label },
      annotations: {
        ...workflow.metadata.annotations,
        'pipelines.kubeflow.org/pipeline_spec': specOf(pipeline),
        'pipelines.kubeflow.org/run_name': workflow.metadata.name,
      },
    },
    spec: {
      ...spec,
      podMetadata: { labels: label },
      templates: listAt(spec, 'templates').map((template) => withOptionalArtifacts(template)),
    },
  };
};
