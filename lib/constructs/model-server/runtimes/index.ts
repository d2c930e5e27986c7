import type { ModelDefinition, ModelSource } from '../../../platform';
import { customProcess } from './custom';
import { flaskProcess } from './flask';
import type { ServerProcess } from './server-process';
import { tensorflowProcess } from './tensorflow';
import { tritonProcess } from './triton';

export type { Question, ServerPort, ServerProcess } from './server-process';

/** How the server of a model runs, with a model from the given source (the canary may have one of its own). */
export const processOf = (model: ModelDefinition, source: ModelSource): ServerProcess => {
  const { runtime } = model;
  switch (runtime.kind) {
    case 'flask':
      return flaskProcess(runtime, model.rollout);
    case 'tensorflow':
      return tensorflowProcess(runtime, source, model);
    case 'triton':
      return tritonProcess(runtime, source, model.rollout);
    case 'custom':
      return customProcess(runtime);
  }
};
