import { ComponentChart, defineComponent, fromField } from '../../lib/constructs';
import { ModelServer } from '../../lib/constructs/model-server';
import { type Platform, resolveStorageClass, taintsOfPool } from '../../lib/platform';

type Model = Platform['spec']['serving']['models'][number];

const namespaceOf = ({ spec }: Platform, model: Model): string => model.namespace ?? spec.serving.namespace;

/** Namespaces of the platform that models and their callers live in, where nothing may be sent without a policy. */
const governedNamespaces = ({ spec }: Platform): readonly string[] => [
  spec.serving.namespace,
  ...spec.teams.map((team) => team.namespace ?? team.name),
];

/** Namespaces that get objects of the models: their own, and those of the platform that their callers are in. */
const usedNamespaces = (platform: Platform): readonly string[] => {
  const { serving } = platform.spec;
  const governed = governedNamespaces(platform);
  const callers = serving.models.flatMap((model) =>
    model.callers.flatMap(({ namespace }) => namespace ?? []),
  );
  return [
    ...new Set([
      serving.namespace,
      ...serving.models.map((model) => namespaceOf(platform, model)),
      ...callers.filter((namespace) => governed.includes(namespace)),
    ]),
  ].sort();
};

/** Served models: one ModelServer for each entry of `spec.serving.models`, in its namespace. */
export const serving = defineComponent({
  name: 'serving',
  summary: 'Models that answer requests, and batch predictions on a schedule.',
  field: 'spec.serving',
  // Claims and priority classes are found by reference; namespaces and their policies must be there before any pod.
  dependsOn: ['namespaces'],
  enabled: ({ spec }) => spec.serving.models.length > 0,
  namespace: ({ spec }) => spec.serving.namespace,
  namespaces: (platform) => usedNamespaces(platform).map((name) => ({ name, podSecurity: 'restricted' })),
  chart: (scope, { platform }) => {
    const { spec } = platform;
    const chart = new ComponentChart(scope, 'serving', { namespace: spec.serving.namespace });
    for (const model of spec.serving.models) {
      const { pool } = model.placement;
      const server = new ModelServer(chart, model.name, {
        model,
        namespace: namespaceOf(platform, model),
        taints: pool === undefined ? [] : taintsOfPool(spec.nodes, pool),
        storageClassName: (reference) =>
          resolveStorageClass(spec.storage.classes, reference)?.name ?? reference,
        governedNamespaces: governedNamespaces(platform),
      });
      fromField(server, `spec.serving.models[${model.name}]`);
    }
    return chart;
  },
});
