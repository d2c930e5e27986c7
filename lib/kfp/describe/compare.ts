import { stableJson } from '../proto';
import type { Component, ContainerComponent, Pipeline } from '../pipeline';
import { inspectPipeline, type Port } from './inspect';
import { stepsOf, type Step } from './step';

/** One thing that is different between two versions of a pipeline. */
export interface PipelineChange {
  readonly about: 'input' | 'component' | 'image' | 'step' | 'edge' | 'condition' | 'setting';
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is about: a name, or `a -> b` for an edge. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

type About = PipelineChange['about'];

const change = (
  about: About,
  name: string,
  before: string | undefined,
  after: string | undefined,
): readonly PipelineChange[] => {
  if (before === after) return [];
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return [{ about, kind, name, before: before ?? '', after: after ?? '' }];
};

/** Changes between two sets of named texts. */
const changesOf = (
  about: About,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PipelineChange[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .flatMap((name) => change(about, name, before.get(name), after.get(name)));

const portText = ({ type, default: fallback, required }: Port): string =>
  `${type}${fallback === undefined ? '' : ` = ${stableJson(fallback)}`}${required ? ', required' : ''}`;

const inputs = (pipeline: Pipeline): ReadonlyMap<string, string> =>
  new Map(inspectPipeline(pipeline).inputs.map((port) => [port.name, portText(port)]));

const byPath = (steps: readonly Step[]): ReadonlyMap<string, Step> =>
  new Map(steps.map((step) => [step.path, step]));

const edges = (steps: readonly Step[]): ReadonlyMap<string, string> =>
  new Map(steps.flatMap(({ path, after }) => after.map((name) => [`${name} -> ${path}`, ''] as const)));

const resourceText = ({ resources: { cpu, memory, accelerator } }: Step): string =>
  [cpu === '' ? '' : `cpu ${cpu}`, memory === '' ? '' : `memory ${memory}`, accelerator]
    .filter(Boolean)
    .join(', ') || 'no resources';

/** What a step is set to, beside its image, its condition and what it waits for. */
const settings = (step: Step): ReadonlyMap<string, string> =>
  new Map([
    [`${step.path} resources`, resourceText(step)],
    [`${step.path} loop`, step.loop === '' ? 'once' : step.loop],
    [`${step.path} retries`, String(step.retries)],
    [`${step.path} cache`, step.cached ? 'on' : 'off'],
    [`${step.path} starts`, step.onExit ? 'when the others have ended' : 'when the others have succeeded'],
    ...Object.entries(step.inputs).map(([name, source]) => [`${step.path} input ${name}`, source] as const),
  ]);

const stepChanges = (before: Step, after: Step): readonly PipelineChange[] => [
  ...change('image', after.path, before.image, after.image),
  ...change('condition', after.path, before.condition || 'always', after.condition || 'always'),
  ...changesOf('setting', settings(before), settings(after)),
];

/** What a component does, apart from its image and its resources, which the steps tell. */
const programOf = ({ container, kubernetes }: ContainerComponent): string => {
  const { image: _image, resources: _resources, ...program } = container;
  return stableJson({ program, kubernetes: kubernetes ?? null });
};

const contentOf = (component: Component): string => {
  const { inputDefinitions, outputDefinitions } = component.spec;
  const ports = stableJson({
    inputDefinitions: inputDefinitions ?? null,
    outputDefinitions: outputDefinitions ?? null,
  });
  switch (component.kind) {
    case 'container':
      return `${ports}${programOf(component)}`;
    case 'importer':
      return `${ports}${stableJson(component.importer)}`;
    case 'dag':
      return ports;
  }
};

/** Graphs are told by their steps; what is left is the components that do something. */
const components = (pipeline: Pipeline): ReadonlyMap<string, string> =>
  new Map(
    [...pipeline.components.values()]
      .filter(({ kind }) => kind !== 'dag')
      .map((component) => [component.name, contentOf(component)]),
  );

const shortened = (each: PipelineChange): PipelineChange =>
  each.kind === 'changed'
    ? { ...each, before: 'its program', after: 'another program' }
    : { ...each, before: '', after: '' };

/** What changed between two versions of a pipeline, by what a reader knows it by, not by lines of YAML. */
export const comparePipelines = (before: Pipeline, after: Pipeline): readonly PipelineChange[] => {
  const [old, now] = [byPath(stepsOf(before)), byPath(stepsOf(after))];
  const present = (steps: ReadonlyMap<string, Step>): ReadonlyMap<string, string> =>
    new Map([...steps.values()].map(({ path, component }) => [path, component]));
  const workspace = (pipeline: Pipeline): string => inspectPipeline(pipeline).workspace;
  return [
    ...changesOf('input', inputs(before), inputs(after)),
    ...changesOf('step', present(old), present(now)),
    ...changesOf('component', components(before), components(after)).map(shortened),
    ...[...now.values()].flatMap((step) => {
      const earlier = old.get(step.path);
      return earlier === undefined ? [] : stepChanges(earlier, step);
    }),
    ...changesOf('edge', edges([...old.values()]), edges([...now.values()])),
    ...change('setting', 'workspace', workspace(before) || 'none', workspace(after) || 'none'),
  ];
};
