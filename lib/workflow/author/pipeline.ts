import { RootConstruct, type Construct } from 'constructs';
import { mapRecord } from './record';
import { PipelineRoot } from './node';
import { Reference } from './reference';
import type { Spec } from './spec';
import type { Step } from './step';
import { kind } from './identity';

/** A parameter of a pipeline: what a run may be given. */
export interface ParameterProps {
  /** Default: the run must say it. */
  readonly default?: string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;
  /** KFP's name of its type: `String`, `Integer`, `Float`, `Bool`, `JsonArray`, `JsonObject`. */
  readonly type?: string;
  readonly description?: string;
  /** The only values that Argo accepts. */
  readonly choices?: readonly string[];
}

/** Settings that hold for a whole run. */
export interface RunSettings {
  /** Default: a service account of the pipeline's own, with exactly the permissions that it needs. */
  readonly serviceAccountName?: string;
  /** Seconds after which the whole run is ended. */
  readonly timeoutSeconds?: number;
  /** Most pods at a time. */
  readonly parallelism?: number;
  /** Seconds after its end when a finished run is deleted. */
  readonly ttlSecondsAfterFinished?: number;
  readonly imagePullSecrets?: readonly string[];
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent';
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly podDisruptionBudget?: { readonly minAvailable: number | string };
  readonly dnsConfig?: Spec;
  /** Further fields of the workflow's spec, which win. */
  readonly spec?: Spec;
}

/** Settings of a pipeline. */
export interface PipelineProps<Parameter extends string> extends RunSettings {
  /** Name for people. Default: the construct's id. */
  readonly name?: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<Parameter, ParameterProps>>;
}

/** A pipeline: the root of steps and groups. */
export class Pipeline<Parameter extends string = string> extends PipelineRoot {
  static override readonly [kind]: string = 'Pipeline';

  /** Name for people. */
  readonly label: string;
  readonly props: PipelineProps<string>;
  /** What a run is given, by name. */
  readonly parameters: Readonly<Record<Parameter, Reference>>;
  private handler: Step | undefined;

  constructor(scope: Construct, id: string, props: PipelineProps<Parameter> = {}) {
    super(scope, id);
    this.label = props.name ?? id;
    this.props = props;
    this.parameters = mapRecord(
      props.parameters,
      ({ type }: ParameterProps, name) => new Reference({ kind: 'parameter', name }, type),
    );
  }

  /** Runs a step when the whole run is over, whether it succeeded or not. Nothing waits for it. */
  onExit(step: Step): this {
    this.handler = step;
    return this;
  }

  get exitHandler(): Step | undefined {
    return this.handler;
  }
}

/** A pipeline that stands alone; `body` adds its steps. */
export const definePipeline = <Parameter extends string = never>(
  id: string,
  props: PipelineProps<Parameter>,
  body: (pipeline: Pipeline<Parameter>) => void,
): Pipeline<Parameter> => {
  const pipeline = new Pipeline(new RootConstruct(), id, props);
  body(pipeline);
  return pipeline;
};
