export { buildScript, findPrograms } from './find';
export type { Program, RehearsalTools } from './program';
export { useTools } from './use';
