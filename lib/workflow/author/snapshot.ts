import type { Value } from './reference';

/** A snapshot that volumes can be made from. */
export class Snapshot {
  /** A snapshot that exists already; its name may come from a parameter. */
  static named(name: Value): Snapshot {
    return new Snapshot(name);
  }

  readonly name: Value;
  /** Smallest size of a volume made from it, where a step of the pipeline knows it. */
  readonly size: Value | undefined;

  constructor(name: Value, size?: Value) {
    this.name = name;
    this.size = size;
  }
}
