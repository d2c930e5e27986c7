/** A program that a rehearsal runs. */
export interface Program {
  readonly name: string;
  /** What it is needed for. */
  readonly purpose: string;
  /** The version that is known to work, as in `v1.34.2` or `6 or newer`. */
  readonly wanted: string;
  /** Where it was found; absent where it was not. */
  readonly found?: { readonly path: string; readonly version: string };
  /** Whether the one that was found will do. */
  readonly fits: boolean;
  /** How to get it. */
  readonly howToGet: string;
}

/** Where the programs of one rehearsal are. */
export interface RehearsalTools {
  /** Folder with kwokctl and all that it starts. */
  readonly folder: string;
  readonly argocd: string;
  /** Folder with Argo CD's own CustomResourceDefinitions. */
  readonly definitions: string;
  readonly redis: string;
  readonly git: string;
  readonly openssl: string;
  /** Versions of what was found, by name. */
  readonly versions: ReadonlyMap<string, string>;
}
