import type { Diagnostic, Severity } from '../../diagnostics';
import { describeUnit, type Unit } from './unit';

/** What the compiler found wrong, without the place. */
export type Finding = Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'> & { readonly severity?: Severity };

/** Collects what is wrong with a pipeline, each with the construct that caused it. */
export class Problems {
  private readonly found: Diagnostic[] = [];

  constructor(private readonly pipeline: string) {}

  add(unit: Unit, path: string, finding: Finding): void {
    this.found.push({
      severity: 'error',
      ...finding,
      where: { kind: 'object', component: this.pipeline, object: describeUnit(unit), path },
    });
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }
}
