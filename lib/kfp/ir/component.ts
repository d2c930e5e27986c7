import { anyValue, bool, enumeration, list, map, message, struct, text, type Infer } from '../proto';
import { singlePlatformSpec } from './platform';
import { taskSpec } from './task';
import { artifactTypeSchema, parameterType, primitiveType, valueOrRuntimeParameter } from './values';

/** A parameter that a component takes. */
export const inputParameter = message('ComponentInputsSpec.ParameterSpec', {
  type: primitiveType,
  parameterType,
  defaultValue: anyValue,
  isOptional: bool,
  description: text,
  literals: list(anyValue),
});

const inputArtifact = message('ComponentInputsSpec.ArtifactSpec', {
  artifactType: artifactTypeSchema,
  isArtifactList: bool,
  isOptional: bool,
  description: text,
});

const outputParameter = message('ComponentOutputsSpec.ParameterSpec', {
  type: primitiveType,
  parameterType,
  description: text,
});

const outputArtifact = message('ComponentOutputsSpec.ArtifactSpec', {
  artifactType: artifactTypeSchema,
  properties: map(valueOrRuntimeParameter),
  customProperties: map(valueOrRuntimeParameter),
  metadata: struct,
  isArtifactList: bool,
  description: text,
});

/** What a component takes. */
export const componentInputs = message('ComponentInputsSpec', {
  artifacts: map(inputArtifact),
  parameters: map(inputParameter),
});

/** What a component gives. */
export const componentOutputs = message('ComponentOutputsSpec', {
  artifacts: map(outputArtifact),
  parameters: map(outputParameter),
});

const artifactSelector = message('DagOutputsSpec.ArtifactSelectorSpec', {
  producerSubtask: text,
  outputArtifactKey: text,
});

const parameterSelector = message('DagOutputsSpec.ParameterSelectorSpec', {
  producerSubtask: text,
  outputParameterKey: text,
});

/** Which task a graph's outputs come from. */
export const dagOutputs = message('DagOutputsSpec', {
  artifacts: map(
    message('DagOutputsSpec.DagOutputArtifactSpec', { artifactSelectors: list(artifactSelector) }),
  ),
  parameters: map(
    message(
      'DagOutputsSpec.DagOutputParameterSpec',
      {
        valueFromParameter: parameterSelector,
        valueFromOneof: message('DagOutputsSpec.ParameterSelectorsSpec', {
          parameterSelectors: list(parameterSelector),
        }),
      },
      [['valueFromParameter', 'valueFromOneof']],
    ),
  ),
});

/** A graph of tasks. */
export const dagSpec = message('DagSpec', { tasks: map(taskSpec), outputs: dagOutputs });

const taskConfigPassthrough = message('TaskConfigPassthrough', {
  field: enumeration(
    'NONE',
    'RESOURCES',
    'ENV',
    'KUBERNETES_AFFINITY',
    'KUBERNETES_TOLERATIONS',
    'KUBERNETES_NODE_SELECTOR',
    'KUBERNETES_VOLUMES',
  ),
  applyToTask: bool,
});

/** A component: a graph, or the label of an executor. */
export const componentSpec = message(
  'ComponentSpec',
  {
    inputDefinitions: componentInputs,
    outputDefinitions: componentOutputs,
    dag: dagSpec,
    executorLabel: text,
    singlePlatformSpecs: list(singlePlatformSpec),
    taskConfigPassthroughs: list(taskConfigPassthrough),
  },
  [['dag', 'executorLabel']],
);

export type ComponentSpec = Infer<typeof componentSpec>;
export type DagSpec = Infer<typeof dagSpec>;
export type InputParameter = Infer<typeof inputParameter>;
export type ComponentInputs = Infer<typeof componentInputs>;
export type ComponentOutputs = Infer<typeof componentOutputs>;
