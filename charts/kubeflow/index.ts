import type { Component } from '../../lib/constructs';
import { experiments } from './experiments';
import { inference } from './inference';
import { notebooks } from './notebooks';
import { profiles } from './profiles';
import { tensorboards } from './tensorboards';
import { training } from './training';

/** Kubeflow beside its pipelines: what people make with it. */
export const kubeflow: readonly Component[] = [
  profiles,
  notebooks,
  tensorboards,
  training,
  experiments,
  inference,
];
