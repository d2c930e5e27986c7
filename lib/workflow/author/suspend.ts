import type { Construct } from 'constructs';
import { mapRecord, present } from './record';
import type { Reference } from './reference';
import { Step, type StepDraft, type StepProps } from './step';

/** Settings of a step that waits for a person, or for a time. */
export interface SuspendStepProps<Output extends string> extends StepProps {
  /** Goes on by itself after this time, as in `20s` or `2h`. Default: waits for `argo resume` or the user interface. */
  readonly duration?: string;
  /** Answers that the person gives, by name. */
  readonly answers?: Readonly<
    Record<
      Output,
      { readonly choices?: readonly string[]; readonly default?: string; readonly description?: string }
    >
  >;
}

/** Holds the run until somebody approves. */
export class SuspendStep<Output extends string = never> extends Step<Output> {
  declare readonly props: SuspendStepProps<Output>;
  /** The answers, by name. */
  readonly outputs: Readonly<Record<Output, Reference>>;

  constructor(scope: Construct, id: string, props: SuspendStepProps<Output> = {}) {
    super(scope, id, props);
    this.outputs = mapRecord(props.answers, (_answer: unknown, name) => this.referenceTo(name, 'String'));
  }

  protected override makeDraft(): StepDraft {
    const answers: Readonly<
      Record<string, { choices?: readonly string[]; default?: string; description?: string }>
    > = this.props.answers ?? {};
    const parameters = Object.entries(answers).map(([name, { choices, default: fallback, description }]) =>
      present({ name, enum: choices, value: fallback ?? choices?.[0] ?? '', description }),
    );
    return {
      kind: 'suspend',
      body: {
        suspend: present({ duration: this.props.duration }),
        // Argo's user interface offers these for editing; the outputs below are what was entered.
        ...(parameters.length === 0 ? {} : { inputs: { parameters } }),
      },
      files: [],
      outputs: Object.keys(answers).map((name) => ({
        name,
        type: 'String',
        form: 'value',
        path: undefined,
        valueFrom: { supplied: {} },
      })),
    };
  }
}
