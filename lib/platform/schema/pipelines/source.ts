import { z } from 'zod';
import { wanted } from '../scalars';

/** A file of the repository, relative to the platform file. */
export const repositoryFile = z
  .string()
  .regex(
    /^[^/\s][^\s]*$/,
    wanted('a path such as ../pipelines/iris/pipeline.yaml', 'write it relative to the platform file'),
  );

const compiled = z
  .strictObject({
    ir: repositoryFile.describe(
      'File that the Python SDK of Kubeflow Pipelines (kfp 2) has compiled, relative to the platform file.',
    ),
  })
  .describe('Compiled Python.');

const typescript = z
  .strictObject({
    typescript: repositoryFile
      .regex(/\.(ts|js)$/, wanted('a TypeScript or JavaScript module', 'name the module with its ending'))
      .describe(
        'Module that exports `pipeline`, made with `definePipeline` of drydock/workflow, relative to the platform file. It may export `schedule`, which holds where the platform names none.',
      ),
  })
  .describe('A pipeline in TypeScript.');

/** Where a pipeline comes from; each kind of source is told by its one key. */
export const pipelineSourceSchema = z
  .union([compiled, typescript])
  .describe('Where the pipeline comes from.');

/** Where a pipeline comes from. */
export type PipelineSource = z.output<typeof pipelineSourceSchema>;
