import type { CustomProbe } from '../../../platform';

/** A port that a server listens on. */
export interface ServerPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** Only Prometheus has business there. */
  readonly metricsOnly?: true;
}

/** A question to a server, answered well or not. */
export type Question = CustomProbe;

/** How a runtime runs: everything about a server that the rest of the construct needs to know. */
export interface ServerProcess {
  /** Empty: the entry point of the image. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The first one is the API. */
  readonly ports: readonly [ServerPort, ...ServerPort[]];
  readonly startup: Question;
  /** Whether the model can answer. */
  readonly readiness: Question;
  /** Whether the process works; never depends on the model. */
  readonly liveness: Question;
  readonly metrics?: { readonly port: string; readonly path: string };
  /** Folder that a model from elsewhere is mounted at. */
  readonly modelFolder: string;
  /** Configuration files that it needs beside those of the user. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders that it must be able to write to, beside `/tmp`. */
  readonly scratch: Readonly<Record<string, string>>;
}
