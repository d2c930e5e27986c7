import { present, pythonJson } from '../author';
import type { LeafUnit } from './unit';

/** Prefix of everything that Kubeflow Pipelines reads from labels and annotations. */
const prefix = 'pipelines.kubeflow.org';

/** The version whose output the compatibility mode writes. */
export const sdkVersion = '1.8.22';

type Fields = Readonly<Record<string, unknown>>;

/** Which program the labels are written in the name of. */
export type KfpWriter = 'sdk' | 'drydock';

/**
 * Labels of the writer: what the SDK says of itself, or what KFP's API server would add, whose cache otherwise passes
 * over pods that it has not submitted.
 */
const writerLabels: Readonly<Record<KfpWriter, Readonly<Record<string, string>>>> = {
  sdk: { [`${prefix}/kfp_sdk_version`]: sdkVersion },
  drydock: { [`${prefix}/cache_enabled`]: 'true' },
};

/** Labels and annotations of a step's pod, as KFP's user interface and its cache read them. */
export const kfpMetadata = (
  leaf: LeafUnit,
  writer: KfpWriter,
  resolve: (tree: unknown) => unknown,
): Fields => {
  const { labels, annotations, caching, displayName } = leaf.step.props;
  const { component, argumentValues, kind } = leaf.draft;
  const read = {
    labels: resolve({
      ...writerLabels[writer],
      [`${prefix}/pipeline-sdk-type`]: 'kfp',
      [`${prefix}/enable_caching`]: String(caching?.enabled ?? true),
      ...labels,
    }),
    annotations: resolve({
      ...(writer === 'drydock' ? { 'sidecar.istio.io/inject': 'false' } : {}),
      ...present({
        [`${prefix}/component_spec`]:
          component === undefined ? undefined : pythonJson(component.spec, { sortKeys: true }),
        [`${prefix}/component_ref`]: component === undefined ? undefined : pythonJson(component.ref),
        [`${prefix}/arguments.parameters`]:
          argumentValues === undefined || Object.keys(argumentValues).length === 0
            ? undefined
            : pythonJson(
                Object.fromEntries(
                  Object.entries(argumentValues).map(([name, value]) => [name, String(value)]),
                ),
                { sortKeys: true },
              ),
        [`${prefix}/task_display_name`]: displayName === undefined ? undefined : String(displayName),
        [`${prefix}/max_cache_staleness`]: caching?.enabled === true ? caching.maxStaleness : undefined,
      }),
      ...annotations,
    }),
  };
  const written: Fields =
    typeof read.annotations === 'object' && read.annotations !== null ? { ...read.annotations } : {};
  if (kind !== 'container' && kind !== 'script') return {};
  return { labels: read.labels, ...(Object.keys(written).length === 0 ? {} : { annotations: written }) };
};
