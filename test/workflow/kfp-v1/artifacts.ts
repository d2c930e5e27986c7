import type { Construct } from 'constructs';
import {
  Condition,
  ContainerStep,
  definePipeline,
  equal,
  Loop,
  type Pipeline,
  type Reference,
} from '../../../lib/workflow';

/**
 * The graph of uri_artifacts: an artifact read beside its producer, in a loop and in a condition. What that mode of the
 * SDK wrote into the containers themselves (a launcher for pipelines of version 2) is left out.
 */
export const uriArtifacts = (): Pipeline =>
  definePipeline(
    'uri-artifact-pipeline',
    {
      parameters: {
        text: { default: 'Hello world!' },
        'pipeline-root': { default: 'gs://my-bucket/my-output-dir' },
        'pipeline-name': { default: 'pipeline/uri-artifact-pipeline' },
      },
    },
    (pipeline) => {
      const { text, 'pipeline-root': root, 'pipeline-name': name } = pipeline.parameters;
      const launched = { image: 'launcher', command: [name, root] };
      const write = new ContainerStep(pipeline, 'write-to-gcs', {
        ...launched,
        args: [text],
        outputs: { output_gcs_path: '/tmp/outputs/output_gcs_path/data' },
      });
      const read = (scope: Construct, artifact: Reference): ContainerStep =>
        new ContainerStep(scope, 'read-from-gcs', {
          ...launched,
          files: { '/tmp/inputs/input_gcs_path/data': artifact },
        });
      const flip = new ContainerStep(pipeline, 'flip-coin', {
        ...launched,
        outputs: { output: '/tmp/outputs/output/data' },
      });
      read(pipeline, write.outputs.output_gcs_path);
      new Loop(pipeline, 'each', {
        over: [1, 2, 3, 4],
        body: (scope) => void read(scope, write.outputs.output_gcs_path),
      });
      new Condition(pipeline, 'heads', {
        if: equal(flip.outputs.output, 'heads'),
        then: (scope) => void read(scope, write.outputs.output_gcs_path),
      });
    },
  );
