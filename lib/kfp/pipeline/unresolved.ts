/** Something in the references of a pipeline that keeps it from being compiled. */
export interface Unresolved {
  readonly rule: string;
  readonly document: 'pipeline' | 'platform';
  /** Keys from the document down to what is wrong. */
  readonly path: readonly (string | number)[];
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

/** The path of a component in its document. */
export const pathOfComponent = (name: string): readonly string[] =>
  name === 'root' ? ['root'] : ['components', name];

/** The path of a task of a graph. */
export const pathOfTask = (dag: string, task: string): readonly string[] => [
  ...pathOfComponent(dag),
  'dag',
  'tasks',
  task,
];
