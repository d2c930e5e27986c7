import { z } from 'zod';
import { byteQuantity, dnsLabel, dnsSubdomain, pieces, port, seconds, wanted, webAddress } from '../scalars';
import { imageSchema } from '../serving/image';
import { environmentSchema, identitySchema, plainPlacementSchema, resourcesSchema } from '../serving/pods';
import { callersSchema, egressSchema, serviceName, userNamespace } from './work';

const modelUri = z
  .string()
  .regex(
    /^(s3|gs|hf|oci|pvc|https|hdfs|model-registry):\/\/\S+$/,
    wanted(
      'an address such as s3://models/iris or pvc://claim/path',
      'start it with s3, gs, hf, oci, pvc, https or hdfs',
    ),
  );

const container = {
  image: imageSchema,
  command: z.array(z.string()).min(1).optional().describe('The command. Default: that of the image.'),
  args: z.array(z.string()).default([]).describe('Arguments.'),
  env: environmentSchema,
  port: port.min(1024).default(8080).describe('Port that it listens on.'),
};

const modelFields = {
  kind: z.literal('model').describe('A model, with a serving runtime that knows its format.'),
  format: z
    .enum([
      'sklearn',
      'xgboost',
      'lightgbm',
      'tensorflow',
      'pytorch',
      'onnx',
      'triton',
      'huggingface',
      'pmml',
      'paddle',
      'mlflow',
      'tensorrt',
    ])
    .describe('Format of the model.'),
  formatVersion: z.string().min(1).optional().describe('Version of the format, as in `"1"`.'),
  runtime: dnsSubdomain
    .optional()
    .describe('ServingRuntime. Default: KServe picks one that takes the format.'),
  protocol: z.enum(['v1', 'v2', 'grpc-v2']).optional().describe('Protocol. Default: that of the runtime.'),
  uri: modelUri.describe('Where the model is, as in `s3://models/resnet/3` or `pvc://claim/path`.'),
  args: z.array(z.string()).default([]).describe('Further arguments of the runtime.'),
  env: environmentSchema,
};

const implementationSchema = z
  .discriminatedUnion('kind', [
    z.strictObject(modelFields),
    z.strictObject({ kind: z.literal('container').describe('A server of your own.'), ...container }),
  ])
  .describe('What answers.');

const scaling = z
  .strictObject({
    min: z.int().min(0).default(1).describe('Fewest pods; 0 only in mode Knative.'),
    max: pieces.default(3).describe('Most pods.'),
    metric: z
      .enum(['cpu', 'memory', 'concurrency', 'rps'])
      .default('cpu')
      .describe('What is measured; Standard knows cpu and memory, Knative concurrency and rps too.'),
    target: pieces.default(80).describe('Value that is aimed at: per cent for cpu and memory, else per pod.'),
    concurrency: z
      .int()
      .min(0)
      .optional()
      .describe('Requests that one pod takes at a time; 0: any number. Default: that of KServe.'),
  })
  .prefault({})
  .describe('How many pods.');

const pods = {
  resources: resourcesSchema,
  placement: plainPlacementSchema,
  security: identitySchema,
  priorityClass: dnsSubdomain.optional().describe('PriorityClass. Default: that of the cluster.'),
};

/** One InferenceService. */
export const inferenceServiceSchema = z
  .strictObject({
    name: serviceName(40),
    namespace: userNamespace,
    mode: z
      .enum(['Standard', 'Knative'])
      .default('Standard')
      .describe('Deployments, or Knative services (which the site must have).'),
    predictor: implementationSchema,
    ...pods,
    scaling,
    timeoutSeconds: seconds.default(60).describe('Seconds in which a request must be answered.'),
    serviceAccount: dnsSubdomain
      .optional()
      .describe('ServiceAccount whose Secrets have the credentials of the bucket. Default: none.'),
    batching: z
      .strictObject({
        size: pieces.default(32).describe('Requests of one batch at most.'),
        milliseconds: pieces.default(500).describe('Milliseconds that the first one waits at most.'),
      })
      .optional()
      .describe('Collects requests before they go to the model. Default: none.'),
    logging: z
      .strictObject({
        mode: z.enum(['all', 'request', 'response']).default('all').describe('What is sent.'),
        url: webAddress.describe('Where to.'),
      })
      .optional()
      .describe('Sends requests and answers to somebody, for drift detection. Default: none.'),
    transformer: z
      .strictObject({
        ...container,
        ...pods,
        scaling,
      })
      .optional()
      .describe('A server before the model: it prepares requests and finishes answers. Default: none.'),
    canary: z
      .strictObject({
        name: dnsLabel.max(15).default('canary').describe('Name of the new version.'),
        percent: z.int().min(0).max(100).describe('Share of the requests that it gets.'),
        uri: modelUri.optional().describe('Where its model is; for kind `model`.'),
        image: imageSchema.optional().describe('Its image; for kind `container`.'),
      })
      .optional()
      .describe('A new version that gets a share of the requests. Default: none.'),
    visibility: z
      .enum(['cluster', 'exposed'])
      .default('cluster')
      .describe('Whether it has an address outside the cluster, through KServe’s gateway.'),
    scraping: z.boolean().default(false).describe('Whether Prometheus is told about it by annotations.'),
    callers: callersSchema,
    egress: egressSchema,
  })
  .describe('One InferenceService.');

const step = z.strictObject({
  name: dnsLabel.optional().describe('Name; needed where two steps go to the same.'),
  service: dnsLabel.optional().describe('InferenceService that answers.'),
  node: dnsLabel.optional().describe('Node of the graph that answers.'),
  url: webAddress.optional().describe('Address that answers.'),
  data: z
    .enum(['$request', '$response'])
    .optional()
    .describe('What a step of a sequence gets: the request, or the answer of the step before.'),
  weight: z.int().min(0).max(100).optional().describe('Share of a splitter; all of them make 100.'),
  condition: z
    .string()
    .min(1)
    .optional()
    .describe('GJSON expression on the input: for a switch the case, in a sequence whether to go on.'),
  required: z.boolean().default(false).describe('Whether its failure ends the whole request (`Hard`).'),
});

/** One InferenceGraph. */
export const inferenceGraphSchema = z
  .strictObject({
    name: serviceName(40),
    namespace: userNamespace,
    nodes: z
      .record(
        dnsLabel,
        z.strictObject({
          kind: z
            .enum(['Sequence', 'Splitter', 'Ensemble', 'Switch'])
            .describe('One after the other, one by share, all together, or the first whose condition holds.'),
          steps: z.array(step).min(1).describe('Steps.'),
        }),
      )
      .describe('Nodes by name; `root` gets the request.'),
    scaling: z
      .strictObject({
        min: z.int().min(0).default(1).describe('Fewest pods of the router.'),
        max: pieces.default(3).describe('Most pods of the router.'),
      })
      .prefault({})
      .describe('How many routers.'),
    timeoutSeconds: seconds.default(60).describe('Seconds for the whole request.'),
    memory: byteQuantity.default('256Mi').describe('Memory of a router: requested, and at most.'),
    callers: callersSchema,
  })
  .describe('One InferenceGraph.');

/** KServe. */
export const inferenceSchema = z
  .strictObject({
    version: z
      .enum(['0.16', '0.20'])
      .default('0.16')
      .describe('Version of KServe that the site has; canaries in mode Standard need 0.20.'),
    services: z.array(inferenceServiceSchema).default([]).describe('InferenceServices.'),
    graphs: z.array(inferenceGraphSchema).default([]).describe('InferenceGraphs.'),
  })
  .prefault({})
  .describe('KServe, which the site has installed.');

/** What answers in an InferenceService. */
export type Implementation = z.output<typeof implementationSchema>;

/** An InferenceService, with every default filled in. */
export type InferenceServiceDefinition = z.output<typeof inferenceServiceSchema>;

/** An InferenceGraph, with every default filled in. */
export type InferenceGraphDefinition = z.output<typeof inferenceGraphSchema>;
