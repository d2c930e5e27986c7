export * from './author';
export { compilePipeline, type Compiled } from './compile';
