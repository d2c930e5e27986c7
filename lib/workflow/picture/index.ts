export { pipelinePicture } from './svg';
export { graphOf, type Graph, type Shape, type StepShape } from './shape';
