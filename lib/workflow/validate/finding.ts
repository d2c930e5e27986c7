/** What Argo would refuse, and where in the workflow it stands. */
export interface Refused {
  readonly rule: string;
  /** Name of the template; undefined for the workflow itself. */
  readonly template: string | undefined;
  /** Name of the task or step in it, where it is about one. */
  readonly task?: string;
  /** Dotted path below the template, or below the workflow. */
  readonly path: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

/** A finding inside one template. */
export type Local = Omit<Refused, 'template'>;
