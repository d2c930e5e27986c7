/** `error` stops a build, `warning` is printed and counted, `note` is information that a reader may want. */
export type Severity = 'error' | 'warning' | 'note';

/** The place that a diagnostic speaks of. One of these, never a free text, so that every report can link it. */
export type Where =
  | {
      /** A place in a text that a person wrote. */
      readonly kind: 'source';
      /** Path relative to the working folder. */
      readonly file: string;
      /** One-based. */
      readonly line: number;
      /** One-based. */
      readonly column: number;
      /** The field there, as in `spec.storage.classes[fast].volumeGroup`. */
      readonly field?: string;
    }
  | {
      /** A field of a platform written in TypeScript, where no line is known. */
      readonly kind: 'field';
      readonly file: string;
      readonly field: string;
    }
  | {
      /** A field of a rendered object. */
      readonly kind: 'object';
      readonly component: string;
      /** `Kind/name` or `Kind/namespace/name`, as `describeKey` of lib/render writes it. */
      readonly object: string;
      /** Dotted path in the object, as in `spec.template.spec.containers[0].image`; empty for the whole object. */
      readonly path: string;
      /** The file of the object in the output tree, relative to its root, where it is known. */
      readonly file?: string;
    }
  | {
      /** A file or folder as a whole. */
      readonly kind: 'path';
      readonly path: string;
    }
  | {
      /** A word of the command line. */
      readonly kind: 'argument';
      readonly argument: string;
    };

/** One finding, as data. Wording lives here, layout only in the renderers of this folder. */
export interface Diagnostic {
  /** Stable identifier that a waiver or a CI filter names, as in `storage/one-default-class`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly where: Where;
  /** What stands there now. */
  readonly got: string;
  /** What would be right. */
  readonly want: string;
  /** The next thing to do, as an instruction. */
  readonly fix: string;
  /** Present when somebody has accepted the finding; it is then reported, not counted. */
  readonly waived?: { readonly reason: string };
}

/** Exit code 1: the result differs from what it should be or breaks a rule. 2: the input cannot be used. */
export type FailureExitCode = 1 | 2;

const brand = Symbol.for('drydock.Refusal');

/** The one error that users may see: a list of diagnostics and the exit code that they mean. */
export class Refusal extends Error {
  /** Whether `error` is a Refusal; by a symbol, so that a second copy of this module is recognised too. */
  static is(error: unknown): error is Refusal {
    return typeof error === 'object' && error !== null && brand in error;
  }

  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: FailureExitCode;

  constructor(diagnostics: readonly Diagnostic[], exitCode: FailureExitCode = 2) {
    super(diagnostics.map((d) => `${d.rule}: ${d.got}; want ${d.want}`).join('\n'));
    this.name = 'Refusal';
    this.diagnostics = diagnostics;
    this.exitCode = exitCode;
    Object.defineProperty(this, brand, { value: true });
  }
}
