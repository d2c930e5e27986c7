import { isRecord, listAt, recordAt, stringAt, type Json, type JsonObject } from '../../kubernetes';
import type { SitePolicy } from './policy';

const constant = (value: string): JsonObject => ({ runtimeValue: { constant: value } });

const listOf = (config: JsonObject, field: string): readonly Json[] => {
  const value = config[field];
  return Array.isArray(value) ? value : [];
};

const isObject = (value: Json | undefined): value is JsonObject => isRecord(value);

const pullSecretsOf = (config: JsonObject, { pullSecrets }: SitePolicy): JsonObject => {
  const own = listOf(config, 'imagePullSecret');
  const names = own.map(
    (each) =>
      stringAt(each, 'secretNameParameter', 'runtimeValue', 'constant') ?? stringAt(each, 'secretName'),
  );
  const missing = pullSecrets.filter((name) => !names.includes(name));
  return missing.length === 0
    ? {}
    : {
        imagePullSecret: [
          ...own,
          ...missing.map((name) => ({ secretName: name, secretNameParameter: constant(name) })),
        ],
      };
};

/** A selector that is a run-time value as a whole is left alone: the driver takes it instead of labels. */
const nodeSelectorOf = (config: JsonObject, { nodeSelector }: SitePolicy): JsonObject => {
  const own = config['nodeSelector'];
  if (Object.keys(nodeSelector).length === 0 || recordAt(own)['nodeSelectorJson'] !== undefined) return {};
  const labels = isObject(own) && isObject(own['labels']) ? own['labels'] : {};
  return { nodeSelector: { labels: { ...nodeSelector, ...labels } } };
};

const tolerationsOf = (config: JsonObject, { tolerations }: SitePolicy): JsonObject => {
  const own = listOf(config, 'tolerations');
  const known = new Set(own.map((each) => stringAt(each, 'key')));
  const missing = tolerations.filter((each) => !known.has(stringAt(each, 'key')));
  return missing.length === 0 ? {} : { tolerations: [...own, ...missing] };
};

/** 64-bit numbers are text in protobuf's JSON. */
const securityOf = (config: JsonObject, { security }: SitePolicy): JsonObject => {
  const wanted: JsonObject = {
    ...(security.runAsUser === undefined ? {} : { runAsUser: String(security.runAsUser) }),
    ...(security.runAsGroup === undefined ? {} : { runAsGroup: String(security.runAsGroup) }),
    ...(security.runAsNonRoot === undefined ? {} : { runAsNonRoot: security.runAsNonRoot }),
  };
  const own = config['securityContext'];
  return Object.keys(wanted).length === 0
    ? {}
    : { securityContext: { ...wanted, ...(isObject(own) ? own : {}) } };
};

const volumesOf = (config: JsonObject, { storageClass, defaultStorageClass }: SitePolicy): JsonObject => {
  const own = listAt(config, 'genericEphemeralVolume');
  if (own.length === 0) return {};
  return {
    genericEphemeralVolume: listOf(config, 'genericEphemeralVolume').map((volume) => {
      if (!isObject(volume)) return volume;
      const named = stringAt(volume, 'storageClassName');
      if (named !== undefined) return { ...volume, storageClassName: storageClass(named) ?? named };
      if (defaultStorageClass === undefined) return volume;
      const { defaultStorageClass: _, ...rest } = volume;
      return { ...rest, storageClassName: defaultStorageClass };
    }),
  };
};

/** What a step asks of Kubernetes, with what the site demands; the step's own settings come first. */
export const siteKubernetes = (
  config: JsonObject | undefined,
  policy: SitePolicy,
): JsonObject | undefined => {
  const own = config ?? {};
  const result: JsonObject = {
    ...own,
    ...pullSecretsOf(own, policy),
    ...nodeSelectorOf(own, policy),
    ...tolerationsOf(own, policy),
    ...securityOf(own, policy),
    ...volumesOf(own, policy),
  };
  return config === undefined && Object.keys(result).length === 0 ? undefined : result;
};
