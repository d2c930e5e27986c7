import { createHash } from 'node:crypto';
import type { Pipeline } from '../pipeline';
import { stableJson } from '../proto';
import type { ObjectPlace, PlainObject } from './workflow-template';

const apiVersion = 'pipelines.kubeflow.org/v2beta1';

const contentOf = ({ spec, platforms }: Pipeline) => ({
  pipelineSpec: spec,
  ...(platforms === undefined ? {} : { platformSpec: platforms }),
});

/**
 * The name of a version: that of the pipeline and a hash of its content. A PipelineVersion cannot be changed once it is
 * there, so that other content has another name.
 */
export const versionName = (pipeline: Pipeline, name: string): string => {
  const hash = createHash('sha256')
    .update(stableJson(contentOf(pipeline)))
    .digest('hex');
  return `${name}-${hash.slice(0, 10)}`;
};

const described = ({ spec }: Pipeline) => ({
  displayName: spec.pipelineInfo?.displayName ?? spec.pipelineInfo?.name ?? '',
  ...(spec.pipelineInfo?.description === undefined ? {} : { description: spec.pipelineInfo.description }),
});

/** The pipeline that versions belong to. */
export const pipelineObject = (pipeline: Pipeline, place: ObjectPlace): PlainObject => ({
  apiVersion,
  kind: 'Pipeline',
  metadata: place,
  spec: described(pipeline),
});

/** One version of a pipeline, with the IR for the server to compile. */
export const pipelineVersion = (
  pipeline: Pipeline,
  place: ObjectPlace,
  annotations: Readonly<Record<string, string>> = {},
): PlainObject => ({
  apiVersion,
  kind: 'PipelineVersion',
  metadata: {
    ...place,
    name: versionName(pipeline, place.name),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  },
  spec: { pipelineName: place.name, ...described(pipeline), ...contentOf(pipeline) },
});
