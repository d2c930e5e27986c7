import type { Construct } from 'constructs';
import { isRecord, listAt, stringAt } from '../../../lib/kubernetes';
import {
  componentFrom,
  ComponentStep,
  definePipeline,
  Loop,
  type ComponentArgument,
  type ComponentDefinition,
  type Pipeline,
} from '../../../lib/workflow';

/** The components of a golden, by name: the SDK wrote them into annotations. */
const componentsOf = (golden: unknown): ReadonlyMap<string, ComponentDefinition> => {
  const found = new Map<string, ComponentDefinition>();
  for (const template of listAt(golden, 'spec', 'templates')) {
    const text = stringAt(template, 'metadata', 'annotations', 'pipelines.kubeflow.org/component_spec');
    const spec: unknown = text === undefined ? undefined : JSON.parse(text);
    const name = isRecord(spec) ? spec['name'] : undefined;
    if (typeof name === 'string') found.set(name, componentFrom(spec, name));
  }
  return found;
};

export const itemArgumentResolving = (golden: unknown): Pipeline => {
  const components = componentsOf(golden);
  const step = (
    scope: Construct,
    id: string,
    name: string,
    given: Readonly<Record<string, ComponentArgument>> = {},
  ): ComponentStep => {
    const component = components.get(name);
    if (component === undefined) throw new Error(`the golden has no component ${name}`);
    return new ComponentStep(scope, id, { component, arguments: given });
  };
  return definePipeline('Parallelfor item argument resolving', {}, (pipeline) => {
    const text = step(pipeline, 'text', 'Produce str').output('Output');
    const strings = step(pipeline, 'strings', 'Produce list of strings').output('Output');
    const numbers = step(pipeline, 'numbers', 'Produce list of ints').output('Output');
    const maps = step(pipeline, 'maps', 'Produce list of dicts').output('Output');
    const consume = (scope: Construct, id: string, param1: ComponentArgument): ComponentStep =>
      step(scope, id, 'Consume', { param1 });
    new Loop(pipeline, 'over-strings', {
      over: strings,
      body: (scope, item) => {
        consume(scope, 'whole', strings);
        consume(scope, 'item', item);
        consume(scope, 'other', text);
      },
    });
    new Loop(pipeline, 'over-numbers', {
      over: numbers,
      body: (scope, item) => {
        consume(scope, 'whole', numbers);
        consume(scope, 'item', item);
      },
    });
    new Loop(pipeline, 'over-maps', {
      over: maps,
      body: (scope, item) => {
        consume(scope, 'whole', maps);
        consume(scope, 'field', item.field('aaa'));
      },
    });
    const known = [
      { a: 1, b: 2 },
      { a: 10, b: 20 },
    ];
    new Loop(pipeline, 'over-known', {
      over: known,
      body: (scope, item) => {
        consume(scope, 'whole', known);
        consume(scope, 'item', item);
      },
    });
  });
};
