export { readPipeline, type ReadPipeline } from './read';
