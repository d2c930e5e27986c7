import { ApiObject, App } from 'cdk8s';
import { kubeflow } from '../../../charts/kubeflow';
import { Refusal } from '../../../lib/diagnostics';
import { isRecord, type KubernetesObject } from '../../../lib/kubernetes';
import { readPlatformValue, type Platform } from '../../../lib/platform';

export type Settings = Readonly<Record<string, unknown>>;

/** A site with a general pool, a GPU pool, two teams and a profile. */
export const site: Settings = {
  kubernetes: { version: '1.34' },
  delivery: { repoURL: 'https://git.example.com/platform.git' },
  nodes: [
    { name: 'control-1', role: 'control-plane', address: '192.0.2.11', capacity: { cpu: 4, memory: '16Gi' } },
    { name: 'worker-1', role: 'worker', pool: 'cpu', capacity: { cpu: 16, memory: '64Gi' } },
    {
      name: 'gpu-1',
      role: 'worker',
      pool: 'gpu',
      capacity: { cpu: 32, memory: '128Gi', extended: { 'nvidia.com/gpu': 2 } },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    },
  ],
  teams: [
    { name: 'vision', labels: { 'katib.kubeflow.org/metrics-collector-injection': 'enabled' } },
    { name: 'plain' },
  ],
  priorityClasses: [{ name: 'batch', value: 10, description: 'Can wait.' }],
  storage: { classes: [{ kind: 'hostpath', name: 'local', default: true }] },
};

export const image = { name: 'registry.example.com/train', tag: '1.0.0' };
export const resources = { requests: { cpu: 1, memory: '1Gi' } };
const profiles = [{ name: 'free', owner: { name: 'ada@example.com' } }];

/** A platform with these settings of Kubeflow. */
export const platformWith = (settings: Settings, spec: Settings = {}): Platform =>
  readPlatformValue(
    {
      apiVersion: 'drydock.dev/v1',
      kind: 'Platform',
      metadata: { name: 'lab' },
      spec: { ...site, ...spec, kubeflow: { profiles, ...settings } },
    },
    'platforms/lab.ts',
  );

/** What a platform is refused with, `rule field: got`. */
export const refusals = (settings: Settings, spec: Settings = {}): readonly string[] => {
  try {
    platformWith(settings, spec);
    return [];
  } catch (error) {
    if (!Refusal.is(error)) throw error;
    return error.diagnostics.map(
      ({ rule, where, got }) => `${rule} ${where.kind === 'field' ? where.field : where.kind}: ${got}`,
    );
  }
};

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** Every object that Kubeflow's components make of a platform. */
export const render = (settings: Settings, spec: Settings = {}): readonly KubernetesObject[] => {
  const platform = platformWith(settings, spec);
  const app = new App();
  return kubeflow
    .filter((component) => component.enabled(platform))
    .flatMap((component) => component.chart(app, { platform, namespaces: [] }).node.findAll())
    .flatMap((construct): readonly KubernetesObject[] => {
      if (!ApiObject.isApiObject(construct)) return [];
      const object: unknown = construct.toJson();
      return isObject(object) ? [object] : [];
    });
};

/** The object of a kind and name. */
export const find = (objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
