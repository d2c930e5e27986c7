import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { PipelineNode } from './node';
import { partsOf, Reference, type ReferenceTarget, type Value } from './reference';
import type { Caching, Placement, Retry, Spec } from './spec';
import type { PipelineVolume } from './volume';
import { kind } from './identity';

/** How the compiler writes: today's own form, or what the Kubeflow Pipelines SDK 1.8.22 wrote. */
export type DialectName = 'native' | 'kfp-v1';

/** What kind of template a step becomes. */
export type StepKind = 'container' | 'script' | 'resource' | 'suspend' | 'http' | 'call';

/** A file that a step reads: what another step put out, or text. */
export interface FileInput {
  /** Name of the artifact where the content is a constant. */
  readonly name: string;
  readonly path: string;
  readonly value: Value;
}

/** Something that a step puts out. */
export interface OutputDraft {
  readonly name: string;
  readonly type: string | undefined;
  /**
   * `value`: a parameter. `file`: an artifact, also readable as a value when its type is small. `lazy`: whichever its
   * readers ask for. `result`: standard output.
   */
  readonly form: 'value' | 'file' | 'lazy' | 'result';
  /** Where the container writes it; undefined where it is no file. */
  readonly path: string | undefined;
  /** How Argo obtains the value. */
  readonly valueFrom: Spec;
}

/** A step as an Argo template, with references still standing in the texts. */
export interface StepDraft {
  readonly kind: StepKind;
  /** Fields of the template, in Argo's terms. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly FileInput[];
  readonly outputs: readonly OutputDraft[];
  /** Argument values by input name as the component sees them, for KFP's UI. */
  readonly argumentValues?: Readonly<Record<string, Value>>;
  /** The component that it was made from, as KFP's annotations tell it. */
  readonly component?: { readonly spec: unknown; readonly ref: unknown };
}

/** A mount of a volume by a step. */
export interface Mount {
  readonly path: string;
  readonly volume: PipelineVolume;
}

/** What every step takes. */
export interface StepProps {
  /** Name in the workflow and in messages. Default: the construct's id. */
  readonly name?: string;
  /** Name that user interfaces show, also one with a reference in it. */
  readonly displayName?: Value;
  /** What must be over first, beside what follows from data and volumes. */
  readonly after?: readonly PipelineNode[];
  readonly retry?: Retry;
  /** Seconds after which a run of it is ended. */
  readonly timeoutSeconds?: number;
  /** Default: whatever the run says. */
  readonly caching?: Caching;
  /** Labels of its pod. */
  readonly labels?: Readonly<Record<string, Value>>;
  /** Annotations of its pod. */
  readonly annotations?: Readonly<Record<string, Value>>;
  /** Further fields of the Argo template, which win: the way to whatever has no property of its own here. */
  readonly template?: Spec;
}

/** What steps that run in a pod of their own take. */
export interface PodStepProps extends StepProps, Placement {
  readonly serviceAccountName?: string;
  /** Security context of the pod. */
  readonly podSecurityContext?: Spec;
}

const targetsIn = (tree: unknown, found: Map<string, ReferenceTarget>): void => {
  if (typeof tree === 'string') {
    for (const part of partsOf(tree)) if (typeof part !== 'string') found.set(JSON.stringify(part), part);
  } else if (tree instanceof Reference) {
    found.set(tree.toString(), tree.target);
  } else if (Array.isArray(tree)) {
    for (const each of tree) targetsIn(each, found);
  } else if (typeof tree === 'object' && tree !== null) {
    for (const each of Object.values(tree)) targetsIn(each, found);
  }
};

/** One step of a pipeline. */
export abstract class Step<Output extends string = string> extends PipelineNode {
  static override readonly [kind]: string = 'Step';

  readonly props: StepProps;
  private cached: StepDraft | undefined;

  constructor(scope: Construct, id: string, props: StepProps) {
    super(scope, id, props.name);
    this.props = props;
    this.after(...(props.after ?? []));
  }

  /** The step as an Argo template. */
  protected abstract makeDraft(dialect: DialectName): StepDraft;

  draft(dialect: DialectName): StepDraft {
    if (dialect !== 'native') return this.makeDraft(dialect);
    this.cached ??= this.makeDraft('native');
    return this.cached;
  }

  /** Volumes that it mounts. */
  get mounts(): readonly Mount[] {
    return [];
  }

  /** The step, and the volume it takes a snapshot of, where it does. */
  get snapshotOf(): PipelineVolume | undefined {
    return undefined;
  }

  override *waitsFor(): Generator<PipelineNode> {
    yield* super.waitsFor();
    for (const { volume } of this.mounts) yield* volume.dependencies;
    if (this.snapshotOf !== undefined) yield* this.snapshotOf.dependencies;
    const targets = new Map<string, ReferenceTarget>();
    const { body, files } = this.draft('native');
    targetsIn([body, files], targets);
    for (const target of targets.values()) {
      const producer = target.kind === 'output' ? this.pipeline.find(target.step) : undefined;
      if (producer !== undefined) yield producer;
    }
  }

  /** One of the outputs, by name. */
  output(name: Output): Reference {
    const found = this.draft('native').outputs.find((output) => output.name === name);
    if (found !== undefined) return this.referenceTo(name, found.type);
    const names = this.draft('native').outputs.map((output) => output.name);
    throw new Refusal([
      {
        rule: 'workflow/unknown-output',
        severity: 'error',
        where: { kind: 'object', component: 'pipeline', object: `Step/${this.label}`, path: 'outputs' },
        got: name,
        want: names.length === 0 ? 'no output: it has none' : `one of ${names.join(', ')}`,
        fix: 'correct the name, or declare the output',
      },
    ]);
  }

  protected referenceTo(output: string, type?: string): Reference {
    return new Reference({ kind: 'output', step: this.address, output }, type);
  }
}
