export { CommitModel, DeployModel, type CommitModelProps, type DeployModelProps } from './deploy-model';
export { KatibExperiment, type KatibExperimentProps, type SearchedParameter } from './katib-experiment';
export { CopyFromStore, CopyToStore, type CopyProps, type ObjectStore } from './object-store';
export { TrainingJob, type TrainingJobProps } from './training-job';
