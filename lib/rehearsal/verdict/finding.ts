import type { Diagnostic } from '../../diagnostics';
import { describeObject, type TreeObject } from '../tree';

/** What is wrong with one object, before it is known where the object comes from. */
export interface Fault {
  readonly rule: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}

const asInstruction = (fix: string, { field }: TreeObject, object: string): string =>
  field === undefined ? fix : `${fix}; it comes from ${field} (drydock explain ${object})`;

/** A finding on an object of the tree: its file, its component, and the platform field that it comes from. */
export const findingOn = (object: TreeObject, { rule, got, want, fix }: Fault): Diagnostic => ({
  rule,
  severity: 'error',
  where: {
    kind: 'object',
    component: object.component,
    object: describeObject(object),
    path: '',
    file: object.path,
  },
  got,
  want,
  fix: asInstruction(fix, object, describeObject(object)),
});

/** A finding on something that no file of the tree brings: made by a controller, or by hand. */
export const findingOnLive = (object: string, { rule, got, want, fix }: Fault): Diagnostic => ({
  rule,
  severity: 'error',
  where: { kind: 'object', component: '', object, path: '' },
  got,
  want,
  fix,
});
