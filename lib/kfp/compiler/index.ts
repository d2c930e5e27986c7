export { compileWorkflow } from './compile';
export { componentKey } from './component-key';
export { defaultOptions, type CaBundle, type CompileOptions } from './options';
