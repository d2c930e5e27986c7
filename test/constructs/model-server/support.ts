import { ApiObject, App } from 'cdk8s';
import { serving } from '../../../charts/serving';
import { Refusal } from '../../../lib/diagnostics';
import {
  isRecord,
  podTemplateOf,
  recordAt,
  type KubernetesObject,
  type PodTemplate,
} from '../../../lib/kubernetes';
import { readPlatformValue, type Platform } from '../../../lib/platform';

type Settings = Readonly<Record<string, unknown>>;

/** A site of one control-plane node, two workers, and a GPU node that others are kept off. */
export const site: Settings = {
  kubernetes: { version: '1.34' },
  delivery: { repoURL: 'https://git.example.com/platform.git' },
  nodes: [
    { name: 'control-1', role: 'control-plane', capacity: { cpu: 4, memory: '16Gi' } },
    { name: 'worker-1', role: 'worker', pool: 'cpu', capacity: { cpu: 16, memory: '64Gi' } },
    { name: 'worker-2', role: 'worker', pool: 'cpu', capacity: { cpu: 16, memory: '64Gi' } },
    {
      name: 'gpu-1',
      role: 'worker',
      pool: 'gpu',
      capacity: { cpu: 32, memory: '128Gi', extended: { 'nvidia.com/gpu': 2 } },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    },
  ],
  teams: [{ name: 'vision', namespace: 'team-vision' }],
  priorityClasses: [{ name: 'online', value: 1000, description: 'Answers that somebody waits for.' }],
  storage: {
    classes: [
      { kind: 'hostpath', name: 'local', default: true },
      { kind: 'mayastor', name: 'replicated', replicas: 3, revision: 2 },
    ],
    externalDrivers: ['mayastor'],
  },
};

/** The shortest model: what the README promises is enough. */
export const iris: Settings = {
  name: 'iris',
  runtime: { kind: 'flask', app: 'app:app' },
  image: { name: 'registry.example.com/models/iris', tag: '1.4.2' },
  resources: { requests: { cpu: '500m', memory: '1Gi' } },
};

export const triton: Settings = {
  name: 'detector',
  runtime: { kind: 'triton' },
  resources: { requests: { cpu: 4, memory: '16Gi' }, gpus: 1, sharedMemory: '2Gi' },
  placement: { pool: 'gpu' },
  source: {
    kind: 's3',
    uri: 's3://models/detector/7/',
    endpoint: 'http://store.storage.svc:8333',
    revision: '7',
  },
};

export const tensorflow: Settings = {
  name: 'digits',
  runtime: { kind: 'tensorflow' },
  source: { kind: 'claim', claim: 'digits', subPath: 'exported' },
  resources: { requests: { cpu: 2, memory: '4Gi' } },
};

/** A platform with these models; `spec` replaces parts of the site. */
export const platformWith = (models: readonly Settings[], spec: Settings = {}): Platform =>
  readPlatformValue(
    {
      apiVersion: 'drydock.dev/v1',
      kind: 'Platform',
      metadata: { name: 'lab' },
      spec: { ...site, ...spec, serving: { ...recordAt(spec, 'serving'), models } },
    },
    'platforms/lab.ts',
  );

/** Findings about models in a platform, one line each: `rule field`. */
export const findings = (models: readonly Settings[], spec: Settings = {}): readonly string[] => {
  try {
    platformWith(models, spec);
    return [];
  } catch (error) {
    if (!Refusal.is(error)) throw error;
    return error.diagnostics.map(
      ({ rule, where }) => `${rule} ${where.kind === 'field' ? where.field : where.kind}`,
    );
  }
};

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** Every object of the serving component of a platform. */
export const renderPlatform = (platform: Platform): readonly KubernetesObject[] => {
  const chart = serving.chart(new App(), { platform, namespaces: [] });
  return chart.node.findAll().flatMap((construct): readonly KubernetesObject[] => {
    if (!ApiObject.isApiObject(construct)) return [];
    const object: unknown = construct.toJson();
    return isObject(object) ? [object] : [];
  });
};

/** Every object of one model. */
export const render = (model: Settings, spec: Settings = {}): readonly KubernetesObject[] =>
  renderPlatform(platformWith([model], spec));

/** The object of a kind and name. */
export const find = (objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) {
    throw new Error(
      `no ${kind} ${name} among ${objects.map((o) => `${o.kind} ${o.metadata.name}`).join(', ')}`,
    );
  }
  return found;
};

/** The pods of a workload of a kind and name. */
export const podOf = (objects: readonly KubernetesObject[], kind: string, name: string): PodTemplate => {
  const template = podTemplateOf(find(objects, kind, name));
  if (template === undefined) throw new Error(`${kind} ${name} makes no pods`);
  return template;
};
