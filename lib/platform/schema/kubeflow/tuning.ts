import { z } from 'zod';
import { algorithmNames } from '../../katib-algorithms';
import { dnsSubdomain, labels, pieces, port, wanted } from '../scalars';
import { urlPath } from '../serving/runtime';
import { unnamedTrainJobSchema } from './trainer';
import { unnamedTrainingSchema } from './training';
import { containerPath } from '../serving/runtime';
import { datasetSchema, userNamespace, workFields } from './work';

const parameterName = z
  .string()
  .regex(/^[A-Za-z_][\w-]*$/, wanted('a name such as learning_rate', 'use letters, digits, _ and -'))
  .describe('Name; a trial has its value as `${trialParameters.<name>}`.');

const distribution = z
  .enum(['uniform', 'logUniform', 'normal', 'logNormal'])
  .optional()
  .describe('How values are drawn. Default: uniform.');

/** A parameter that is varied. */
export const searchParameterSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('double').describe('A number.'),
      name: parameterName,
      min: z.number().describe('Smallest value.'),
      max: z.number().describe('Largest value.'),
      step: z.number().positive().optional().describe('Distance of two values; `grid` needs it.'),
      distribution,
    }),
    z.strictObject({
      kind: z.literal('int').describe('A whole number.'),
      name: parameterName,
      min: z.int().describe('Smallest value.'),
      max: z.int().describe('Largest value.'),
      step: pieces.optional().describe('Distance of two values.'),
      distribution,
    }),
    z.strictObject({
      kind: z.literal('categorical').describe('One of several texts.'),
      name: parameterName,
      values: z.array(z.string().min(1)).min(1).describe('The texts.'),
    }),
    z.strictObject({
      kind: z.literal('discrete').describe('One of several numbers.'),
      name: parameterName,
      values: z.array(z.number()).min(1).describe('The numbers.'),
    }),
  ])
  .describe('One parameter.');

/** What is searched. */
const searchSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('parameters').describe('Values of hyper-parameters.'),
      parameters: z.array(searchParameterSchema).min(1).describe('The parameters that are varied.'),
    }),
    z.strictObject({
      kind: z
        .literal('architecture')
        .describe('The architecture of a neural network, with `enas` or `darts`.'),
      layers: pieces.describe('Layers of the network.'),
      inputSizes: z.array(pieces).min(1).describe('Shape of the input, as in `[32, 32, 3]`.'),
      outputSizes: z.array(pieces).min(1).describe('Shape of the output, as in `[10]`.'),
      operations: z
        .array(
          z.strictObject({
            operation: z
              .enum([
                'convolution',
                'separable_convolution',
                'depthwise_convolution',
                'dilated_convolution',
                'avg_pooling',
                'max_pooling',
                'reduction',
                'skip_connection',
              ])
              .describe('Kind of operation.'),
            parameters: z.array(searchParameterSchema).default([]).describe('What may vary about it.'),
          }),
        )
        .min(1)
        .describe('Operations that a layer may be.'),
    }),
  ])
  .describe('The search space.');

const settings = z
  .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
  .default({})
  .describe('Settings of the algorithm by name; those that it does not know are refused.');

/** What a trial runs. */
const trialSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('job').describe('One pod.'),
      ...workFields,
      dataset: datasetSchema.optional(),
    }),
    z.strictObject({
      kind: z.literal('training').describe('A distributed job of the training operator.'),
      job: unnamedTrainingSchema,
    }),
    z.strictObject({
      kind: z.literal('train').describe('A job of the Trainer.'),
      job: unnamedTrainJobSchema,
    }),
    z.strictObject({
      kind: z
        .literal('pipeline')
        .describe('A compiled pipeline; Katib must be allowed to make Workflows (`trialResources`).'),
      workflowTemplate: dnsSubdomain.describe('Name of its WorkflowTemplate in the namespace.'),
      arguments: z
        .record(z.string().min(1), z.string())
        .default({})
        .describe('Values of its parameters, as in `lr: ${trialParameters.lr}`.'),
      serviceAccount: dnsSubdomain.default('default').describe('ServiceAccount of its pods.'),
      measuredPod: labels
        .prefault({ 'katib.kubeflow.org/model-training': 'true' })
        .describe('Labels of the pod whose output has the metrics.'),
      measuredContainer: z.string().min(1).default('main').describe('Its container.'),
    }),
  ])
  .describe('What a trial runs. `${trialParameters.<name>}` stands for the value that is tried.');

/** How metrics are read. */
const metricsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('StdOut').describe('From the output: lines such as `accuracy=0.97`.'),
      pattern: z.string().optional().describe('Regular expression with two groups: name and value.'),
    }),
    z.strictObject({
      kind: z.literal('File').describe('From a file.'),
      path: containerPath.default('/var/log/katib/metrics.log').describe('The file.'),
      format: z.enum(['TEXT', 'JSON']).default('TEXT').describe('Lines `name=value`, or JSON.'),
      pattern: z.string().optional().describe('Regular expression with two groups, for TEXT.'),
    }),
    z.strictObject({
      kind: z.literal('TensorFlowEvent').describe('From event files.'),
      path: containerPath.default('/var/log/katib/tfevent').describe('The folder.'),
    }),
    z.strictObject({
      kind: z.literal('PrometheusMetric').describe('From an address of the trial.'),
      port: port.default(8080).describe('Port.'),
      path: urlPath.default('/metrics').describe('Path.'),
    }),
    z.strictObject({ kind: z.literal('Push').describe('The trial reports them with the SDK.') }),
  ])
  .prefault({ kind: 'StdOut' })
  .describe('How metrics are read.');

/** An experiment. */
export const experimentSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, wanted('a name such as resnet-lr', 'use a-z, 0-9 and -'))
      .max(40)
      .describe('Name; at most 40 characters, for trials are named after it.'),
    namespace: userNamespace,
    objective: z
      .strictObject({
        type: z.enum(['minimize', 'maximize']).describe('Direction.'),
        metric: z.string().min(1).describe('Metric that is made best.'),
        goal: z.number().optional().describe('Value at which the search ends. Default: it uses all trials.'),
        also: z.array(z.string().min(1)).default([]).describe('Further metrics that are kept.'),
      })
      .describe('What is made best.'),
    search: searchSchema,
    algorithm: z
      .strictObject({
        name: z.enum(algorithmNames).describe('The algorithm.'),
        settings,
      })
      .describe('How values are suggested.'),
    earlyStopping: z
      .strictObject({
        minTrials: z.int().min(1).default(3).describe('Trials that must have ended before any is stopped.'),
        startStep: z.int().min(1).default(4).describe('Reports of a trial before it may be stopped.'),
      })
      .optional()
      .describe('Stops trials that are worse than the median (`medianstop`). Default: none is stopped.'),
    trials: z
      .strictObject({
        max: pieces.default(12).describe('Trials in all.'),
        parallel: pieces.default(3).describe('Trials at a time.'),
        maxFailed: z.int().min(0).default(3).describe('Failed trials at which the search ends.'),
      })
      .prefault({})
      .describe('How many trials.'),
    resume: z
      .enum(['Never', 'LongRunning', 'FromVolume'])
      .default('Never')
      .describe('Whether the search can go on with more trials after its end.'),
    metrics: metricsSchema,
    keepTrials: z.boolean().default(false).describe('Whether pods of trials stay after their end.'),
    trial: trialSchema,
  })
  .describe('One experiment.');

/** A parameter that is varied, with every default filled in. */
export type SearchParameter = z.output<typeof searchParameterSchema>;

/** An experiment, with every default filled in. */
export type ExperimentDefinition = z.output<typeof experimentSchema>;
