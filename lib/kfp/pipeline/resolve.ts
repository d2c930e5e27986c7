import { nearest, oneOf } from '../../diagnostics';
import { compareCodePoints } from '../../yaml';
import type { ComponentSpec, PipelineSpec, PlatformSpec, RetryPolicy, TaskSpec } from '../ir';
import { checkReferences } from './check-references';
import { completeTask } from './complete-task';
import { rootName, type Component, type Pipeline, type Task } from './pipeline';
import { pathOfComponent, pathOfTask, type Unresolved } from './unresolved';

/** The documents of one IR file. */
export interface Documents {
  readonly spec: PipelineSpec;
  readonly platforms: PlatformSpec | undefined;
}

/** A pipeline, or why it is none. */
export type Resolution =
  | { readonly kind: 'resolved'; readonly pipeline: Pipeline }
  | { readonly kind: 'unresolved'; readonly problems: readonly Unresolved[] };

const taskOf = (name: string, spec: TaskSpec): Task => ({
  name,
  component: spec.componentRef?.name ?? '',
  dependsOn: spec.dependentTasks ?? [],
  runsOnExit: spec.triggerPolicy?.strategy === 'ALL_UPSTREAM_TASKS_COMPLETED',
  condition: spec.triggerPolicy?.condition ?? '',
  retryPolicy: spec.retryPolicy,
  loop:
    spec.parameterIterator === undefined
      ? undefined
      : { parallelism: spec.iteratorPolicy?.parallelismLimit ?? 0 },
  spec,
});

/** Follows the references of a pipeline from its root, each component once. */
class Resolver {
  readonly problems: Unresolved[] = [];
  readonly components = new Map<string, Component>();
  private readonly entered = new Set<string>();

  constructor(private readonly documents: Documents) {}

  /** @param inherited retry policy of the task that this component is reached by. */
  visit(name: string, spec: ComponentSpec, inherited: RetryPolicy | undefined): void {
    this.entered.add(name);
    const component =
      spec.dag === undefined
        ? this.executed(name, spec.executorLabel ?? '', spec)
        : this.graph(name, spec, spec.dag.tasks ?? {}, inherited);
    if (component !== undefined) this.components.set(name, component);
  }

  private report(problem: Omit<Unresolved, 'document'>): undefined {
    this.problems.push({ ...problem, document: 'pipeline' });
    return undefined;
  }

  private unknown(rule: string, path: Unresolved['path'], name: string, known: readonly string[]): undefined {
    const near = nearest(name, known);
    return this.report({
      rule,
      path,
      got: name === '' ? 'no name' : name,
      want: known.length === 0 ? 'there are none' : `one of ${oneOf(known)}`,
      fix: near === undefined ? 'compile the pipeline again' : `did you mean ${near}?`,
    });
  }

  private executed(name: string, label: string, spec: ComponentSpec): Component | undefined {
    const executors = this.documents.spec.deploymentSpec?.executors ?? {};
    const path = [...pathOfComponent(name), 'executorLabel'];
    if (label === '')
      return this.report({
        rule: 'kfp/component',
        path: pathOfComponent(name),
        got: 'neither a graph nor an executor',
        want: 'dag or executorLabel',
        fix: 'compile the pipeline again',
      });
    const executor = executors[label];
    if (executor === undefined)
      return this.unknown('kfp/unknown-executor', path, label, Object.keys(executors));
    const kubernetes =
      this.documents.platforms?.platforms?.['kubernetes']?.deploymentSpec?.executors?.[label];
    if (executor.container !== undefined)
      return { kind: 'container', name, spec, executor: label, container: executor.container, kubernetes };
    if (executor.importer !== undefined)
      return { kind: 'importer', name, spec, executor: label, importer: executor.importer, kubernetes };
    return this.report({
      rule: 'kfp/unsupported-executor',
      path: ['deploymentSpec', 'executors', label],
      got: Object.keys(executor).join(', ') || 'nothing',
      want: 'container or importer',
      fix: 'resolvers and custom jobs run on Google Cloud only: write the step as a container',
    });
  }

  private graph(
    name: string,
    spec: ComponentSpec,
    tasks: Readonly<Record<string, TaskSpec>>,
    inherited: RetryPolicy | undefined,
  ): Component {
    const specs: Record<string, TaskSpec> = {};
    for (const key of Object.keys(tasks).sort(compareCodePoints)) {
      const task = completeTask(tasks[key] ?? {}, inherited);
      specs[key] = task;
      this.follow(name, key, task);
    }
    return {
      kind: 'dag',
      name,
      spec: { ...spec, dag: { ...spec.dag, tasks: specs } },
      tasks: Object.entries(specs).map(([key, task]) => taskOf(key, task)),
    };
  }

  private follow(dag: string, key: string, task: TaskSpec): void {
    const components = this.documents.spec.components ?? {};
    const name = task.componentRef?.name ?? '';
    const component = components[name];
    if (component === undefined) {
      const path = [...pathOfTask(dag, key), 'componentRef', 'name'];
      this.unknown('kfp/unknown-component', path, name, Object.keys(components));
    } else if (!this.entered.has(name)) {
      this.visit(name, component, task.retryPolicy);
    } else if (!this.components.has(name) && component.dag !== undefined) {
      this.report({
        rule: 'kfp/cycle',
        path: [...pathOfTask(dag, key), 'componentRef', 'name'],
        got: `${name}, which this task is part of`,
        want: 'components that do not contain themselves',
        fix: 'take the recursion out of the pipeline; a loop is written as dsl.ParallelFor',
      });
    }
  }
}

/** Follows and checks every reference of a pipeline. */
export const resolvePipeline = (documents: Documents): Resolution => {
  const { spec, platforms } = documents;
  const resolver = new Resolver(documents);
  resolver.visit(rootName, spec.root ?? {}, undefined);
  const root = resolver.components.get(rootName);
  if (resolver.problems.length > 0) return { kind: 'unresolved', problems: resolver.problems };
  if (root?.kind !== 'dag') {
    const finding = {
      rule: 'kfp/root',
      document: 'pipeline',
      path: [rootName],
      got: 'a single step',
      want: 'a graph of tasks',
      fix: 'compile it as a pipeline, not as a component',
    } as const;
    return { kind: 'unresolved', problems: [finding] };
  }
  const pipeline: Pipeline = {
    name: spec.pipelineInfo?.name ?? '',
    spec,
    platforms,
    kubernetes: platforms?.platforms?.['kubernetes'],
    root,
    components: resolver.components,
  };
  const problems = checkReferences(pipeline);
  return problems.length > 0 ? { kind: 'unresolved', problems } : { kind: 'resolved', pipeline };
};
