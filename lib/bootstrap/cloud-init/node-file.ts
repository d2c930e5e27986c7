/** A file on a machine. */
export interface NodeFile {
  readonly path: string;
  readonly content: string;
  /** Default: 0644. */
  readonly permissions?: string;
}
