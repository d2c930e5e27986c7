import type { Component } from '../../lib/constructs';
import { experiments } from './experiments';
import { inference } from './inference';
import { notebooks } from './notebooks';
import { notebookController } from './operators/notebook-controller';
import { trainingOperator } from './operators/training-operator';
import { profiles } from './profiles';
import { tensorboards } from './tensorboards';
import { training } from './training';

/** Kubeflow beside its pipelines: what people make with it. */
export const kubeflow: readonly Component[] = [
  notebookController,
  trainingOperator,
  profiles,
  notebooks,
  tensorboards,
  training,
  experiments,
  inference,
];
