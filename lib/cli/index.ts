export type { CommandContext, ExitCode } from './context';
export { runProcess } from './main';
export { runProgram } from './program';
export type { Terminal } from './terminal';
