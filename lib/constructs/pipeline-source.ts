import type { Pipeline, Schedule } from '../workflow';

/** A file that a pipeline consists of. */
export interface SourceText {
  /** Path relative to the working folder, for messages and comments. */
  readonly file: string;
  readonly text: string;
}

/** What the source of a pipeline holds. It is read at the edge of the program: composing reads no files. */
export type LoadedSource =
  | (SourceText & { readonly kind: 'ir' })
  | {
      readonly kind: 'typescript';
      /** Path relative to the working folder. */
      readonly file: string;
      readonly pipeline: Pipeline;
      /** When it runs, where the platform does not say. */
      readonly schedule: Schedule | undefined;
    };

/** The sources of one entry of `spec.pipelines.definitions`. */
export interface LoadedPipeline {
  readonly name: string;
  readonly source: LoadedSource;
  /** Earlier versions that stay, the newest first. */
  readonly previous: readonly SourceText[];
}
