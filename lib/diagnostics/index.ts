export { Refusal, type Diagnostic, type FailureExitCode, type Severity, type Where } from './diagnostic';
export { nearest, oneOf } from './nearest';
export { renderGithub } from './github';
export { renderJson } from './json';
export { countDiagnostics, describeWhere, sortDiagnostics } from './order';
export { renderSarif, type SarifProps, type SarifRule } from './sarif';
export { renderText, type TextProps } from './text';
