import { relative, resolve } from 'node:path';
import type { Component } from '../constructs';
import { Refusal, type Diagnostic } from '../diagnostics';
import { isRecord } from '../kubernetes';
import type { Platform } from '../platform';
import { loadModule } from './load-module';

type Factory = (settings: Readonly<Record<string, unknown>>) => unknown;

const isFactory = (value: unknown): value is Factory => typeof value === 'function';

const isComponent = (value: unknown): value is Component =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  typeof value['summary'] === 'string' &&
  typeof value['field'] === 'string' &&
  Array.isArray(value['dependsOn']) &&
  ['enabled', 'namespace', 'namespaces', 'chart'].every((field) => typeof value[field] === 'function');

/**
 * The components that a platform brings itself: each module exports `component`, a function from the settings in the
 * platform file to a Component.
 * @throws Refusal when a module does not load or exports something else.
 */
export const loadExtensions = (platform: Platform, folder: string, cwd: string): readonly Component[] =>
  platform.spec.extensions.map(({ name, module, settings }) => {
    const field = `spec.extensions[${name}]`;
    const refuse = (problem: Pick<Diagnostic, 'got' | 'want' | 'fix'>): never => {
      throw new Refusal([
        {
          rule: 'extensions/component',
          severity: 'error',
          where: platform.locate(`${field}.module`),
          ...problem,
        },
      ]);
    };
    const path = relative(cwd, resolve(folder, module));
    const { component: factory } = loadModule(path, cwd, platform.locate(`${field}.module`));
    if (!isFactory(factory)) {
      return refuse({
        got: `${path} exports no function named component`,
        want: 'export const component = (settings) => defineComponent({ … })',
        fix: 'export it',
      });
    }
    const component = factory(settings);
    if (!isComponent(component)) {
      return refuse({
        got: `component() of ${path} gives no Component`,
        want: 'name, summary, field, dependsOn, enabled, namespace, namespaces and chart',
        fix: 'return what defineComponent gives',
      });
    }
    return component.name === name
      ? component
      : refuse({ got: `a component named ${component.name}`, want: name, fix: 'give both the same name' });
  });
