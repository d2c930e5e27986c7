import type { Diagnostic } from './diagnostic';
import { countDiagnostics, sortDiagnostics } from './order';

/** Diagnostics for programs: `{errors, warnings, notes, waived, diagnostics: […]}`, the list sorted. */
export const renderJson = (diagnostics: readonly Diagnostic[]): string =>
  `${JSON.stringify({ ...countDiagnostics(diagnostics), diagnostics: sortDiagnostics(diagnostics) }, undefined, 2)}\n`;
