export { Refusal, type Diagnostic, type FailureExitCode, type Severity, type Where } from './diagnostic';
export { countDiagnostics, describeWhere, sortDiagnostics } from './order';
