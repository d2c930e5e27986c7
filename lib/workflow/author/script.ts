import type { Construct } from 'constructs';
import { ContainerLikeStep, type ContainerProps } from './container';
import { present } from './record';
import type { Reference, Value } from './reference';
import type { StepDraft } from './step';

/** Settings of a step that runs a source text. */
export interface ScriptStepProps<Output extends string> extends ContainerProps<Output> {
  /** The interpreter, as in `['python3']`; it receives the source as a file. */
  readonly command: readonly string[];
  /**
   * The source text. Values that it needs come by `env` or `files`; a reference inside the text becomes a quoted
   * literal in Python and JavaScript and a variable in shells, so that no value can become code.
   */
  readonly source: Value;
}

/** A source text in an image: no image to build. Its standard output is `result`. */
export class ScriptStep<Output extends string = never> extends ContainerLikeStep<
  Output,
  ScriptStepProps<Output>
> {
  /** What it prints to standard output, up to 256 KiB. */
  readonly result: Reference;

  constructor(scope: Construct, id: string, props: ScriptStepProps<Output>) {
    super(scope, id, props);
    this.result = this.referenceTo('result', 'String');
  }

  protected override makeDraft(): StepDraft {
    const { command, source } = this.props;
    return {
      kind: 'script',
      body: {
        script: { ...present({ command, source: String(source) }), ...this.containerFields() },
        ...this.podFields(),
      },
      files: this.fileInputs(),
      outputs: [
        ...this.outputDrafts(),
        { name: 'result', type: 'String', form: 'result', path: undefined, valueFrom: {} },
      ],
    };
  }
}
