import { fieldPath } from '../kubernetes';

/** A value that YAML could not hold without changing it. */
export class UnwritableValue extends RangeError {
  /** Where the value stands, as reports write it: `spec.containers[0].image`; empty for the document itself. */
  readonly path: string;
  /** What stands there. */
  readonly got: string;
  /** What can be written. */
  readonly want: string;

  constructor(path: readonly (string | number)[], got: string, want: string) {
    const place = fieldPath('', ...path);
    super(`${place}: ${got} cannot be written; want ${want}`);
    this.name = 'UnwritableValue';
    this.path = place;
    this.got = got;
    this.want = want;
  }
}
