import type { Parameter, Template } from '../argo';
import { stableJson } from '../proto';
import type { Component, Pipeline } from '../pipeline';
import { componentKey } from './component-key';
import type { CompileOptions } from './options';

/** What one compilation collects. Arguments and templates stand in the order of their first use. */
export class Build {
  readonly pipeline: Pipeline;
  readonly options: CompileOptions;
  private readonly parameters = new Map<string, Parameter>();
  private readonly keys = new Map<string, string>();
  private readonly templates = new Map<string, Template>();

  constructor(pipeline: Pipeline, options: CompileOptions) {
    this.pipeline = pipeline;
    this.options = options;
  }

  /** Under what the arguments of a component stand. */
  keyOf(component: Component): string {
    const known = this.keys.get(component.name) ?? componentKey(component);
    this.keys.set(component.name, known);
    return known;
  }

  /** Keeps a value as an argument of the workflow; the first one under a name stays. */
  keep(name: string, value: unknown): void {
    if (!this.parameters.has(name)) this.parameters.set(name, { name, value: stableJson(value) });
  }

  /** Adds a template unless one of its name is there, and gives the name. */
  use(name: string, make: () => Template): string {
    if (!this.templates.has(name)) this.add(make());
    return name;
  }

  /** Adds a template of its own name. */
  add(template: Template): string {
    this.templates.set(template.name, template);
    return template.name;
  }

  has(template: string): boolean {
    return this.templates.has(template);
  }

  get arguments(): readonly Parameter[] {
    return [...this.parameters.values()];
  }

  get list(): readonly Template[] {
    return [...this.templates.values()];
  }
}
