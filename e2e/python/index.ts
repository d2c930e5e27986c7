export { pythonEnvironment, type PythonOptions } from './environment';
