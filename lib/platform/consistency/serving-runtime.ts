import { formatQuantity, parseQuantity } from '../../kubernetes';
import { nearest, oneOf } from '../nearest';
import type { ModelDefinition, Runtime } from '../served-model';
import type { Inconsistency } from './inconsistency';

const amount = (quantity: string): number => parseQuantity(quantity) ?? 0;

const resourceProblems = (
  resources: ModelDefinition['resources'],
  field: string,
): readonly Inconsistency[] => {
  const limits = { cpu: resources.limits.cpu, memory: resources.limits.memory ?? resources.requests.memory };
  const over = (['cpu', 'memory'] as const).flatMap((resource): readonly Inconsistency[] => {
    const request = resources.requests[resource];
    const limit = limits[resource];
    return limit === undefined || amount(request) <= amount(limit)
      ? []
      : [
          {
            rule: 'serving/resources',
            field: `${field}.requests.${resource}`,
            got: `${request}, above the limit of ${limit}`,
            want: `at most ${limit}`,
            fix: `lower it or raise limits.${resource}`,
          },
        ];
  });
  const { sharedMemory } = resources;
  return sharedMemory === undefined || amount(sharedMemory) < amount(limits.memory)
    ? over
    : [
        ...over,
        {
          rule: 'serving/resources',
          field: `${field}.sharedMemory`,
          got: `${sharedMemory}, with a memory limit of ${limits.memory} that it is part of`,
          want: `less than ${limits.memory}`,
          fix: 'lower it or raise limits.memory',
        },
      ];
};

const portProblems = (
  runtime: Extract<Runtime, { kind: 'custom' }>,
  field: string,
): readonly Inconsistency[] => {
  const names = runtime.ports.map((each) => each.name);
  const numbers = runtime.ports.map((each) => each.number);
  const used = [
    ...(['startup', 'readiness', 'liveness'] as const).flatMap((which) => {
      const probe = runtime.probes[which];
      return probe === undefined || probe.kind === 'exec'
        ? []
        : [{ port: probe.port, at: `probes.${which}.port` }];
    }),
    ...(runtime.metrics === undefined ? [] : [{ port: runtime.metrics.port, at: 'metrics.port' }]),
  ];
  return [
    ...runtime.ports.flatMap((each, index) => {
      const sameName = names.indexOf(each.name) !== index;
      return sameName || numbers.indexOf(each.number) !== index
        ? [
            {
              rule: 'serving/ports',
              field: `${field}.ports[${each.name}].${sameName ? 'name' : 'number'}`,
              got: `${sameName ? each.name : each.number} twice`,
              want: 'each name and each number once',
              fix: 'change one of the two ports',
            },
          ]
        : [];
    }),
    ...used.flatMap(({ port, at }) => {
      if (names.includes(port)) return [];
      const near = nearest(port, names);
      return [
        {
          rule: 'serving/ports',
          field: `${field}.${at}`,
          got: `${port}, which is not among the ports`,
          want: `one of ${oneOf(names)}`,
          fix: near === undefined ? 'name one of them' : `did you mean ${near}?`,
        },
      ];
    }),
  ];
};

const metricsProblems = ({ runtime, metrics }: ModelDefinition, field: string): readonly Inconsistency[] =>
  metrics.kind !== 'none' && runtime.kind === 'custom' && runtime.metrics === undefined
    ? [
        {
          rule: 'serving/metrics',
          field: `${field}.metrics.kind`,
          got: `${metrics.kind}, for a server that says nowhere where its metrics are`,
          want: 'runtime.metrics with port and path',
          fix: 'add it, or set metrics.kind to none',
        },
      ]
    : [];

const exposureProblems = (
  { runtime, exposure, smokeTest }: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const [api] = runtime.kind === 'custom' ? runtime.ports : [];
  if (api === undefined || api.protocol === 'http') return [];
  const problem = (at: string, got: string): Inconsistency => ({
    rule: 'serving/exposure',
    field: `${field}.${at}`,
    got: `${got}, for a first port that speaks ${api.protocol}`,
    want: 'a first port that speaks http',
    fix: 'put the http port first, or use exposure of kind loadBalancer',
  });
  return [
    ...(exposure.kind === 'ingress' || exposure.kind === 'route'
      ? [problem('exposure.kind', exposure.kind)]
      : []),
    ...(smokeTest?.kind === 'request' ? [problem('smokeTest.kind', 'an HTTP request')] : []),
  ];
};

/** Most that a ConfigMap may hold. */
const mostConfiguration = 2 ** 20;

const configurationProblems = ({ config }: ModelDefinition, field: string): readonly Inconsistency[] => {
  const bytes = Object.entries(config.files).reduce(
    (sum, [name, text]) => sum + name.length + Buffer.byteLength(text),
    0,
  );
  return bytes <= mostConfiguration
    ? []
    : [
        {
          rule: 'serving/configuration',
          field: `${field}.config.files`,
          got: formatQuantity('memory', bytes),
          want: 'at most 1Mi, which is what a ConfigMap can hold',
          fix: 'put large files beside the model, or into the image',
        },
      ];
};

/** The folders that Drydock mounts itself. */
const ownMounts = ['/tmp', '/dev/shm', '/run/metrics'];

const mountProblems = (model: ModelDefinition, field: string): readonly Inconsistency[] => {
  const { config, runtime, source } = model;
  const modelPath = runtime.kind === 'custom' ? runtime.modelPath : '/models';
  const fixed = [...ownMounts, ...(source.kind === 'image' ? [] : [modelPath])];
  const hasFiles = Object.keys(config.files).length > 0 || runtime.kind === 'tensorflow';
  const chosen = [
    ...(hasFiles ? [{ path: config.mountPath, at: 'config.mountPath' }] : []),
    ...config.secrets.map((secret) => ({
      path: secret.mountPath,
      at: `config.secrets[${secret.name}].mountPath`,
    })),
  ];
  const clash = (list: readonly { readonly path: string; readonly at: string }[]): readonly Inconsistency[] =>
    list.flatMap(({ path, at }, index) =>
      fixed.includes(path) || list.findIndex((each) => each.path === path) !== index
        ? [
            {
              rule: 'serving/mounts',
              field: `${field}.${at}`,
              got: `${path}, where something else is mounted`,
              want: 'a folder of its own',
              fix: 'set another mountPath',
            },
          ]
        : [],
    );
  return [
    ...clash(chosen),
    ...model.batch.flatMap((job) => {
      const volumes = (['input', 'output'] as const).flatMap((which) => {
        const volume = job[which];
        return volume === undefined
          ? []
          : [{ path: volume.mountPath, at: `batch[${job.name}].${which}.mountPath` }];
      });
      return clash([...chosen, ...volumes]).filter((problem) => problem.field.includes('.batch['));
    }),
  ];
};

/**
 * A command before the rollout runs when nothing of the model has been applied yet, and would wait for ever for what
 * the same sync brings only after it.
 */
const smokeTestProblems = (
  { smokeTest, source, canary, config }: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  if (smokeTest?.kind !== 'command') return [];
  const tested = canary?.source ?? source;
  const isThere = tested.kind === 'image' || (tested.kind === 'claim' && typeof tested.claim === 'string');
  const needsFiles = Object.keys(config.files).length > 0;
  return isThere && !needsFiles
    ? []
    : [
        {
          rule: 'serving/smoke-test',
          field: `${field}.smokeTest.kind`,
          got: `command, which needs ${isThere ? 'the configuration files' : `a model of source ${tested.kind}`} before the sync has brought them`,
          want: 'a model in the image or on a claim that exists, and no configuration files',
          fix: 'use a smoke test of kind request, which runs after the rollout',
        },
      ];
};

/** Servers whose settings contradict each other: resources, ports, metrics, mounts, smoke tests. */
export const runtimeProblems = (model: ModelDefinition, field: string): readonly Inconsistency[] => [
  ...resourceProblems(model.resources, `${field}.resources`),
  ...model.batch.flatMap((job) =>
    job.resources === undefined
      ? []
      : resourceProblems(job.resources, `${field}.batch[${job.name}].resources`),
  ),
  ...(model.runtime.kind === 'custom' ? portProblems(model.runtime, `${field}.runtime`) : []),
  ...metricsProblems(model, field),
  ...exposureProblems(model, field),
  ...configurationProblems(model, field),
  ...mountProblems(model, field),
  ...smokeTestProblems(model, field),
];
