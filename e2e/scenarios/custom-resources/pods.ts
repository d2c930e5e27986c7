import { fieldAt, isRecord, listAt, stringAt, type KubernetesObject } from '../../../lib/kubernetes';

/** A pod that a controller would make of a custom resource. */
export interface MadePod {
  /** Where it stands, for messages. */
  readonly where: string;
  readonly namespace: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Every pod spec in an object: whatever has containers that name an image, wherever it stands. */
export const podsIn = (object: KubernetesObject, namespace: string): readonly MadePod[] => {
  const found: MadePod[] = [];
  const walk = (value: unknown, where: string): void => {
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${where}[${index}]`));
    if (!isRecord(value)) return;
    const containers = listAt(value, 'containers');
    if (containers.length > 0 && containers.every((each) => stringAt(each, 'image') !== undefined)) {
      found.push({ where, namespace, spec: value });
      return;
    }
    for (const [field, below] of Object.entries(value)) walk(below, `${where}.${field}`);
  };
  walk(fieldAt(object, 'spec'), `${object.kind}/${object.metadata.name} spec`);
  return found;
};

/** Fields that KServe puts around a pod spec; no pod has them. */
const ofServing = [
  'batcher',
  'canaryTrafficPercent',
  'containerConcurrency',
  'logger',
  'maxReplicas',
  'minReplicas',
  'name',
  'scaleMetric',
  'scaleTarget',
  'timeout',
];

/** The pod as its controller would create it, but for its restart policy, which Jobs need. */
export const podOf = ({ namespace, spec }: MadePod, name: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec: Object.fromEntries(Object.entries(spec).filter(([field]) => !ofServing.includes(field))),
});
