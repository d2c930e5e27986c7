import type { Construct } from 'constructs';
import { mapRecord, present } from './record';
import type { Reference } from './reference';
import type { Spec } from './spec';
import { Step, type DialectName, type OutputDraft, type StepDraft, type StepProps } from './step';
import { kind } from './identity';

/** What is done to the object. */
export const resourceActions = ['create', 'apply', 'get', 'patch', 'replace', 'delete'] as const;

/** What is done to the object. */
export type ResourceAction = (typeof resourceActions)[number];

/** Settings that every step on a Kubernetes object takes. */
export interface ResourceOptions<Output extends string> extends StepProps {
  /** Default: `create`. */
  readonly action?: ResourceAction;
  /** Only with `patch`. Default: `strategic`. */
  readonly mergeStrategy?: 'strategic' | 'merge' | 'json';
  /** The step has succeeded when this holds of the object, as in `status.succeeded > 0`. */
  readonly successCondition?: string;
  /** The step has failed when this holds of the object. */
  readonly failureCondition?: string;
  /** Fields of the object by output name, as JSONPaths: `{.status.phase}`. `name` and `manifest` are always there. */
  readonly outputs?: Readonly<Record<Output, string>>;
  /** Whether the object belongs to the run and goes with it. Default: false. */
  readonly ownedByWorkflow?: boolean;
  /** Flags for kubectl, as in `--validate=false`. */
  readonly flags?: readonly string[];
  /** Service account of the step's pod. */
  readonly serviceAccountName?: string;
  /** Plural name of the kind in the API, for the permissions. Default: derived from the kind. */
  readonly plural?: string;
}

/** Settings of a step on any Kubernetes object. */
export interface ResourceStepProps<Output extends string> extends ResourceOptions<Output> {
  /** The object; references may stand for any text in it. Typed as `object`, so that generated interfaces fit. */
  readonly manifest: Spec;
}

/** What the compiler needs of a step on a Kubernetes object, beside its draft. */
export interface ResourceFacts {
  readonly action: ResourceAction;
  readonly manifest: Spec;
  readonly plural: string | undefined;
  /** Whether Argo reads the object again: for its outputs or its conditions. */
  readonly reads: boolean;
}

/** Creates, applies, reads, patches, replaces or deletes an object. */
export abstract class ResourceLikeStep<
  Output extends string,
  Props extends ResourceOptions<Output> = ResourceOptions<Output>,
> extends Step<Output | 'name' | 'manifest'> {
  static override readonly [kind]: string = 'ResourceLikeStep';

  /** Fields of the object, by name; none after `delete`. */
  readonly outputs: Readonly<Record<Output | 'name' | 'manifest', Reference>>;
  declare readonly props: Props;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    this.outputs = {
      ...mapRecord(props.outputs, (_path: string, name) => this.referenceTo(name)),
      name: this.referenceTo('name', 'String'),
      manifest: this.referenceTo('manifest', 'JsonObject'),
    };
  }

  /** The object that the step is about. */
  abstract manifest(dialect: DialectName): Spec;

  get facts(): ResourceFacts {
    const { action = 'create', plural, successCondition, failureCondition } = this.props;
    const reads = action !== 'delete' || successCondition !== undefined || failureCondition !== undefined;
    return { action, manifest: this.manifest('native'), plural, reads };
  }

  private outputDrafts(): readonly OutputDraft[] {
    const paths: Readonly<Record<string, string>> = {
      manifest: '{}',
      name: '{.metadata.name}',
      ...this.props.outputs,
    };
    return Object.entries(paths).map(([name, jsonPath]) => ({
      name,
      type: name === 'manifest' ? 'JsonObject' : undefined,
      form: 'value',
      path: undefined,
      valueFrom: { jsonPath },
    }));
  }

  protected override makeDraft(dialect: DialectName): StepDraft {
    const { action = 'create', mergeStrategy, successCondition, failureCondition, flags } = this.props;
    return {
      kind: 'resource',
      body: {
        resource: present({
          action,
          mergeStrategy,
          successCondition,
          failureCondition,
          setOwnerReference: this.props.ownedByWorkflow === true ? true : undefined,
          flags,
          manifest: this.manifest(dialect),
        }),
        ...present({ serviceAccountName: this.props.serviceAccountName }),
      },
      files: [],
      outputs: action === 'delete' ? [] : this.outputDrafts(),
    };
  }
}

/** A step on any Kubernetes object. */
export class ResourceStep<Output extends string = never> extends ResourceLikeStep<
  Output,
  ResourceStepProps<Output>
> {
  override manifest(): Spec {
    return this.props.manifest;
  }
}
