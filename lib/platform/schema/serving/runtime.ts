import { z } from 'zod';
import { port, seconds, wanted } from '../scalars';

/** A path of an HTTP API. */
export const urlPath = z.string().regex(/^\/\S*$/, wanted('a path such as /ready', 'start it with /'));

/** An absolute folder or file in a container, below `/`. */
export const containerPath = z
  .string()
  .regex(
    /^(\/[A-Za-z0-9._@-]+)+$/,
    wanted('an absolute path such as /models', 'write it in full, without a / at the end'),
  )
  .refine((path) => !path.split('/').includes('..'), wanted('a path without ..', 'write it in full'));

const args = z
  .array(z.string())
  .default([])
  .describe('Further arguments for the server, after those that Drydock writes.');

const flask = z
  .strictObject({
    kind: z
      .literal('flask')
      .describe('A Flask (or any WSGI) application, served by gunicorn, which its image must contain.'),
    app: z
      .string()
      .regex(
        /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(\(\))?$/,
        wanted('module:application such as app:app', 'write both, with a colon'),
      )
      .describe('The application as gunicorn names it, as in `app:app`.'),
    port: port
      .min(1024)
      .default(8080)
      .describe(
        'Port that gunicorn listens on; the variable `PORT` has it too. Below 1024 takes rights that no pod has.',
      ),
    workers: z
      .int()
      .min(1)
      .max(64)
      .default(2)
      .describe('Worker processes. Each of them holds the model, unless `preload` shares it.'),
    threads: z
      .int()
      .min(1)
      .max(256)
      .default(4)
      .describe('Threads in each worker; a worker answers that many requests at a time.'),
    timeoutSeconds: seconds
      .default(30)
      .describe('Seconds after which a worker that does not answer is killed and started again.'),
    maxRequests: z
      .int()
      .min(0)
      .default(0)
      .describe('Requests after which a worker is replaced, against slow memory leaks; 0: never.'),
    preload: z
      .boolean()
      .default(true)
      .describe(
        'Whether the application is loaded before the workers are forked, so that they share its memory. Turn it off for libraries that do not survive a fork.',
      ),
    paths: z
      .strictObject({
        liveness: urlPath
          .default('/healthz')
          .describe('Answers 200 as long as the process works; must not depend on the model.'),
        readiness: urlPath.default('/ready').describe('Answers 200 when the model is loaded.'),
        metrics: urlPath.default('/metrics').describe('Answers with metrics in the format of Prometheus.'),
      })
      .prefault({})
      .describe('Paths of the application that the platform asks.'),
    args,
  })
  .describe('Flask and gunicorn.');

const tensorflow = z
  .strictObject({
    kind: z
      .literal('tensorflow')
      .describe('TensorFlow Serving. The source holds version folders: `1/saved_model.pb`, `2/…`.'),
    modelName: z
      .string()
      .regex(/^[A-Za-z0-9_-]+$/, wanted('letters, digits, _ and -', 'rename the model'))
      .optional()
      .describe('Name of the model in the API, `/v1/models/<modelName>`. Default: the name of the entry.'),
    timeoutSeconds: seconds.default(60).describe('Seconds after which a REST request is given up.'),
    args,
  })
  .describe('TensorFlow Serving.');

const triton = z
  .strictObject({
    kind: z
      .literal('triton')
      .describe(
        'NVIDIA Triton Inference Server. The source is a model repository: `<model>/config.pbtxt`, `<model>/1/…`.',
      ),
    strictReadiness: z
      .boolean()
      .default(true)
      .describe('Whether the server is ready only when every model in the repository is.'),
    args,
  })
  .describe('NVIDIA Triton.');

const portName = z
  .string()
  .regex(
    /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
    wanted('a port name of at most 15 of a-z, 0-9 and -', 'shorten it'),
  );

const probe = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('http').describe('An HTTP request that must be answered with 200 to 399.'),
      port: portName.describe('Name of the port.'),
      path: urlPath.describe('Path that is asked.'),
    }),
    z.strictObject({
      kind: z.literal('grpc').describe('The gRPC health protocol.'),
      port: portName.describe('Name of the port.'),
      service: z
        .string()
        .optional()
        .describe('Service whose health is asked for. Default: that of the server as a whole.'),
    }),
    z.strictObject({
      kind: z.literal('tcp').describe('A connection that must be accepted.'),
      port: portName.describe('Name of the port.'),
    }),
    z.strictObject({
      kind: z.literal('exec').describe('A command in the container that must end with 0.'),
      command: z.array(z.string()).min(1).describe('The command and its arguments; no shell reads it.'),
    }),
  ])
  .describe('One question to the server.');

const custom = z
  .strictObject({
    kind: z.literal('custom').describe('Any other server that speaks HTTP, gRPC or TCP.'),
    command: z.array(z.string()).default([]).describe('Entry point. Default: that of the image.'),
    args: z.array(z.string()).default([]).describe('Arguments. Default: those of the image.'),
    ports: z
      .array(
        z.strictObject({
          name: portName.describe('Name of the port, by which probes and metrics refer to it.'),
          number: port.min(1024).describe('Number of the port; below 1024 takes rights that no pod has.'),
          protocol: z.enum(['http', 'grpc', 'tcp']).default('http').describe('What is spoken there.'),
        }),
      )
      .min(1)
      .transform(([api, ...others]) => (api === undefined ? z.NEVER : ([api, ...others] as const)))
      .describe(
        'Ports that the server listens on. The first one is the API: what is exposed and asked by smoke tests.',
      ),
    probes: z
      .strictObject({
        startup: probe.optional().describe('Whether the server has started. Default: as `readiness`.'),
        readiness: probe.describe('Whether the model can answer.'),
        liveness: probe.describe(
          'Whether the process works; must not depend on the model, or a slow model is killed again and again.',
        ),
      })
      .describe('How Kubernetes sees how the server is.'),
    metrics: z
      .strictObject({
        port: portName.describe('Name of the port.'),
        path: urlPath.default('/metrics').describe('Path of the metrics.'),
      })
      .optional()
      .describe('Where the server answers with metrics in the format of Prometheus. Default: nowhere.'),
    modelPath: containerPath
      .default('/models')
      .describe('Folder that the model is mounted at; the variable `MODEL_PATH` has it, or the file in it.'),
  })
  .describe('A server of your own.');

/** What serves the model. */
export const runtimeSchema = z
  .discriminatedUnion('kind', [flask, tensorflow, triton, custom])
  .describe('What serves the model.');

/** A runtime with every default filled in. */
export type Runtime = z.output<typeof runtimeSchema>;

/** One question to a server of the user's own. */
export type CustomProbe = z.output<typeof probe>;
