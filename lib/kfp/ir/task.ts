import { bool, double, duration, enumeration, int32, list, map, message, text, type Infer } from '../proto';
import { valueOrRuntimeParameter } from './values';

/** An output of another task. */
export const taskOutputParameter = message('TaskInputsSpec.InputParameterSpec.TaskOutputParameterSpec', {
  producerTask: text,
  outputParameterKey: text,
});

/** Where a task's parameter comes from; platform configuration names its parameters the same way. */
export const taskInputParameter = message(
  'TaskInputsSpec.InputParameterSpec',
  {
    taskOutputParameter,
    runtimeValue: valueOrRuntimeParameter,
    componentInputParameter: text,
    taskFinalStatus: message('TaskInputsSpec.InputParameterSpec.TaskFinalStatus', { producerTask: text }),
    parameterExpressionSelector: text,
  },
  [['taskOutputParameter', 'runtimeValue', 'componentInputParameter', 'taskFinalStatus']],
);

const taskInputArtifact = message(
  'TaskInputsSpec.InputArtifactSpec',
  {
    taskOutputArtifact: message('TaskInputsSpec.InputArtifactSpec.TaskOutputArtifactSpec', {
      producerTask: text,
      outputArtifactKey: text,
    }),
    componentInputArtifact: text,
  },
  [['taskOutputArtifact', 'componentInputArtifact']],
);

const taskInputs = message('TaskInputsSpec', {
  parameters: map(taskInputParameter),
  artifacts: map(taskInputArtifact),
});

const artifactIterator = message('ArtifactIteratorSpec', {
  items: message('ArtifactIteratorSpec.ItemsSpec', { inputArtifact: text }),
  itemInput: text,
});

const parameterIterator = message('ParameterIteratorSpec', {
  items: message('ParameterIteratorSpec.ItemsSpec', { raw: text, inputParameter: text }, [
    ['raw', 'inputParameter'],
  ]),
  itemInput: text,
});

/** How often and how fast a failed task is tried again. */
export const retryPolicy = message('PipelineTaskSpec.RetryPolicy', {
  maxRetryCount: int32,
  backoffDuration: duration,
  backoffFactor: double,
  backoffMaxDuration: duration,
});

/** One task of a graph. */
export const taskSpec = message(
  'PipelineTaskSpec',
  {
    taskInfo: message('PipelineTaskInfo', { name: text }),
    inputs: taskInputs,
    dependentTasks: list(text),
    cachingOptions: message('PipelineTaskSpec.CachingOptions', { enableCache: bool, cacheKey: text }),
    componentRef: message('ComponentRef', { name: text }),
    triggerPolicy: message('PipelineTaskSpec.TriggerPolicy', {
      condition: text,
      strategy: enumeration(
        'TRIGGER_STRATEGY_UNSPECIFIED',
        'ALL_UPSTREAM_TASKS_SUCCEEDED',
        'ALL_UPSTREAM_TASKS_COMPLETED',
      ),
    }),
    artifactIterator,
    parameterIterator,
    retryPolicy,
    iteratorPolicy: message('PipelineTaskSpec.IteratorPolicy', { parallelismLimit: int32 }),
  },
  [['artifactIterator', 'parameterIterator']],
);

export type TaskSpec = Infer<typeof taskSpec>;
export type RetryPolicy = Infer<typeof retryPolicy>;
export type TaskInputParameter = Infer<typeof taskInputParameter>;
