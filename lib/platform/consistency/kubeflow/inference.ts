import { nearest, oneOf } from '../../nearest';
import type { PlatformSpec } from '../../platform';
import type { InferenceGraphDefinition, InferenceServiceDefinition } from '../../schema/kubeflow';
import type { Inconsistency } from '../inconsistency';

type Problem = readonly Inconsistency[];
type Scaling = InferenceServiceDefinition['scaling'];

const scalingProblems = (
  scaling: Scaling,
  mode: InferenceServiceDefinition['mode'],
  field: string,
): Problem => [
  ...(scaling.min > scaling.max
    ? [
        {
          rule: 'kserve/scaling',
          field: `${field}.min`,
          got: `${scaling.min}, above max ${scaling.max}`,
          want: `at most ${scaling.max}`,
          fix: 'swap them',
        },
      ]
    : []),
  ...(mode === 'Standard' && scaling.min === 0
    ? [
        {
          rule: 'kserve/scaling',
          field: `${field}.min`,
          got: '0 in mode Standard',
          want: 'at least 1: only Knative wakes a model that has no pod',
          fix: 'set min to 1, or mode to Knative',
        },
      ]
    : []),
  ...(mode === 'Standard' && (scaling.metric === 'concurrency' || scaling.metric === 'rps')
    ? [
        {
          rule: 'kserve/scaling',
          field: `${field}.metric`,
          got: `${scaling.metric} in mode Standard`,
          want: 'cpu or memory: an autoscaler of Kubernetes counts no requests',
          fix: 'use cpu, or mode Knative',
        },
      ]
    : []),
  ...(mode === 'Knative' && (scaling.metric === 'cpu' || scaling.metric === 'memory') && scaling.min === 0
    ? [
        {
          rule: 'kserve/scaling',
          field: `${field}.metric`,
          got: `${scaling.metric} with min 0`,
          want: 'concurrency or rps, by which Knative scales to zero',
          fix: 'set metric to concurrency',
        },
      ]
    : []),
];

const canaryProblems = (
  { mode, canary, predictor }: InferenceServiceDefinition,
  version: string,
  field: string,
): Problem => {
  if (canary === undefined) return [];
  const own = predictor.kind === 'model' ? 'uri' : 'image';
  const other = predictor.kind === 'model' ? 'image' : 'uri';
  return [
    ...(mode === 'Standard' && version === '0.16'
      ? [
          {
            rule: 'kserve/canary',
            field: `${field}.canary`,
            got: 'a canary in mode Standard with KServe 0.16, which ignores it',
            want: 'KServe 0.20, or mode Knative',
            fix: 'raise spec.kubeflow.inference.version, or set mode',
          },
        ]
      : []),
    ...(canary[own] === undefined
      ? [
          {
            rule: 'kserve/canary',
            field: `${field}.canary`,
            got: `no ${own}: the canary is the same as the stable version`,
            want: `the ${own} of the new version`,
            fix: `add ${own}`,
          },
        ]
      : []),
    ...(canary[other] === undefined
      ? []
      : [
          {
            rule: 'kserve/canary',
            field: `${field}.canary.${other}`,
            got: `${other} beside a predictor of kind ${predictor.kind}`,
            want: own,
            fix: `write ${own} instead`,
          },
        ]),
  ];
};

const serviceProblems = (spec: PlatformSpec, service: InferenceServiceDefinition, field: string): Problem => {
  const { transformer, mode, name, namespace } = service;
  const label = `${name}-predictor-${namespace}`;
  return [
    ...scalingProblems(service.scaling, mode, `${field}.scaling`),
    ...(transformer === undefined
      ? []
      : scalingProblems(transformer.scaling, mode, `${field}.transformer.scaling`)),
    ...canaryProblems(service, spec.kubeflow.inference.version, field),
    ...(label.length > 63
      ? [
          {
            rule: 'kserve/host-name',
            field: `${field}.name`,
            got: `${label}, ${label.length} characters`,
            want: 'name and namespace that fit one label of a host name (63)',
            fix: 'shorten the name',
          },
        ]
      : []),
  ];
};

const targetsOf = ({ service, node, url }: InferenceGraphDefinition['nodes'][string]['steps'][number]) =>
  [service, node, url].filter((each) => each !== undefined).length;

const graphProblems = (spec: PlatformSpec, graph: InferenceGraphDefinition, field: string): Problem => {
  const names = Object.keys(graph.nodes);
  const services = spec.kubeflow.inference.services
    .filter(({ namespace }) => namespace === graph.namespace)
    .map(({ name }) => name);
  const reached = new Set(
    Object.values(graph.nodes).flatMap(({ steps }) => steps.flatMap(({ node }) => node ?? [])),
  );
  const problem = (at: string, got: string, want: string, fix: string): Problem => [
    { rule: 'kserve/graph', field: `${field}${at}`, got, want, fix },
  ];
  const unknown = (kind: string, at: string, name: string, known: readonly string[]): Problem => {
    const near = nearest(name, known);
    return problem(
      at,
      `${name}, which is no ${kind}`,
      known.length === 0 ? `a ${kind}` : `one of ${oneOf(known)}`,
      near === undefined ? `add the ${kind}` : `did you mean ${near}?`,
    );
  };
  const pathFrom = (node: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    for (const step of graph.nodes[node]?.steps ?? []) {
      const circle = step.node === undefined ? undefined : pathFrom(step.node, [...path, node]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  const circle = names.map((node) => pathFrom(node, [])).find((each) => each !== undefined);
  return [
    ...(graph.scaling.min > graph.scaling.max
      ? problem(
          '.scaling.min',
          `${graph.scaling.min}, above max ${graph.scaling.max}`,
          `at most ${graph.scaling.max}`,
          'swap them',
        )
      : []),
    ...(names.includes('root')
      ? []
      : problem(
          '.nodes',
          `the nodes ${oneOf(names)}`,
          'a node root, which gets the request',
          'rename the first one',
        )),
    ...(circle === undefined
      ? []
      : problem('.nodes', circle.join(' → '), 'steps that come to an end', 'remove the step back')),
    ...names
      .filter((node) => node !== 'root' && !reached.has(node))
      .flatMap((node) =>
        problem(
          `.nodes.${node}`,
          'a node that no step leads to',
          'a step with node: ' + node,
          'add the step, or remove the node',
        ),
      ),
    ...Object.entries(graph.nodes).flatMap(([node, { kind, steps }]) => {
      const at = `.nodes.${node}.steps`;
      const weights = steps.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
      const stepNames = steps.map(({ name }) => name).filter((name) => name !== undefined);
      return [
        ...steps.flatMap((step, index): Problem => [
          ...(targetsOf(step) === 1
            ? []
            : problem(
                `${at}[${index}]`,
                `${targetsOf(step)} targets`,
                'one of service, node and url',
                'write one',
              )),
          ...(step.service === undefined || services.includes(step.service)
            ? []
            : unknown(
                `InferenceService of ${graph.namespace}`,
                `${at}[${index}].service`,
                step.service,
                services,
              )),
          ...(step.node === undefined || names.includes(step.node)
            ? []
            : unknown('node of the graph', `${at}[${index}].node`, step.node, names)),
          ...(kind === 'Switch' && step.condition === undefined
            ? problem(`${at}[${index}]`, 'a case without condition', 'a condition', 'add condition')
            : []),
          ...(kind !== 'Splitter' && step.weight !== undefined
            ? problem(
                `${at}[${index}].weight`,
                `a weight in a ${kind}`,
                'weights only in a Splitter',
                'remove it',
              )
            : []),
        ]),
        ...(kind === 'Splitter' && (weights !== 100 || steps.some(({ weight }) => weight === undefined))
          ? problem(at, `weights that make ${weights}`, 'a weight for each step, 100 in all', 'correct them')
          : []),
        ...(new Set(stepNames).size === stepNames.length
          ? []
          : problem(at, 'a step name twice', 'each name once', 'rename one')),
      ];
    }),
  ];
};

/** What KServe would refuse, ignore, or never reach. */
export const inferenceProblems = (spec: PlatformSpec): Problem => [
  ...spec.kubeflow.inference.services.flatMap((service) =>
    serviceProblems(spec, service, `spec.kubeflow.inference.services[${service.name}]`),
  ),
  ...spec.kubeflow.inference.graphs.flatMap((graph) =>
    graphProblems(spec, graph, `spec.kubeflow.inference.graphs[${graph.name}]`),
  ),
];
