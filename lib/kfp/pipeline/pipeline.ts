import type { JsonObject } from '../../kubernetes';
import type {
  ComponentSpec,
  ContainerSpec,
  ImporterSpec,
  PipelineSpec,
  PlatformSpec,
  RetryPolicy,
  SinglePlatformSpec,
  TaskSpec,
} from '../ir';

/** The component that is the pipeline itself. */
export const rootName = 'root';

/** One task of a graph. */
export interface Task {
  readonly name: string;
  /** Name of the component that it runs. */
  readonly component: string;
  /** Tasks of the same graph that it waits for. */
  readonly dependsOn: readonly string[];
  /** Whether it runs when the tasks before it have ended, however they ended. */
  readonly runsOnExit: boolean;
  /** The condition under which it runs, in the backend's expression language; empty for always. */
  readonly condition: string;
  /** Its own policy, or that of the task that its graph is run by. */
  readonly retryPolicy: RetryPolicy | undefined;
  /** Present when it runs once per item; 0 stands for no limit on how many run at a time. */
  readonly loop: { readonly parallelism: number } | undefined;
  /** The whole task, canonical. */
  readonly spec: TaskSpec;
}

interface Named {
  readonly name: string;
  /** The whole component, canonical. */
  readonly spec: ComponentSpec;
}

/** A component that is done by a container. */
export interface ContainerComponent extends Named {
  readonly kind: 'container';
  readonly executor: string;
  readonly container: ContainerSpec;
  /** What the platform's document asks for it, which the driver reads. */
  readonly kubernetes: JsonObject | undefined;
}

/** A component that takes in an artifact. */
export interface ImporterComponent extends Named {
  readonly kind: 'importer';
  readonly executor: string;
  readonly importer: ImporterSpec;
  readonly kubernetes: JsonObject | undefined;
}

/** A component that is a graph of tasks, which are sorted by name. */
export interface DagComponent extends Named {
  readonly kind: 'dag';
  readonly tasks: readonly Task[];
}

export type Component = ContainerComponent | ImporterComponent | DagComponent;

/** A pipeline whose references are known to lead somewhere. */
export interface Pipeline {
  readonly name: string;
  /** The first document of the IR. */
  readonly spec: PipelineSpec;
  /** The second document, where there is one. */
  readonly platforms: PlatformSpec | undefined;
  readonly kubernetes: SinglePlatformSpec | undefined;
  readonly root: DagComponent;
  /** The components that are used, each after those that it uses; the root is the last. */
  readonly components: ReadonlyMap<string, Component>;
}
