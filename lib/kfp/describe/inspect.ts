import type { Json } from '../../kubernetes';
import { typeOf, type Pipeline } from '../pipeline';
import { stepsOf, type Step } from './step';

/** An input or output of a pipeline. */
export interface Port {
  readonly name: string;
  /** `NUMBER_INTEGER`, or the schema of an artifact. */
  readonly type: string;
  readonly default?: Json;
  /** Whether a run must give a value. */
  readonly required: boolean;
  readonly description: string;
}

/** What there is to know of a pipeline at a glance. */
export interface Inspection {
  readonly name: string;
  readonly description: string;
  readonly schemaVersion: string;
  readonly sdkVersion: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly steps: readonly Step[];
  readonly images: readonly string[];
  /** Size of the volume that all steps share, where there is one. */
  readonly workspace: string;
}

const inputsOf = ({ root }: Pipeline): readonly Port[] => [
  ...Object.entries(root.spec.inputDefinitions?.parameters ?? {}).map(([name, input]) => ({
    name,
    type: typeOf(input) ?? '',
    ...(input.defaultValue === undefined ? {} : { default: input.defaultValue }),
    required: input.defaultValue === undefined && input.isOptional !== true,
    description: input.description ?? '',
  })),
  ...Object.entries(root.spec.inputDefinitions?.artifacts ?? {}).map(([name, input]) => ({
    name,
    type: input.artifactType?.schemaTitle ?? '',
    required: input.isOptional !== true,
    description: input.description ?? '',
  })),
];

const outputsOf = ({ root }: Pipeline): Inspection['outputs'] => [
  ...Object.entries(root.spec.outputDefinitions?.parameters ?? {}).map(([name, output]) => ({
    name,
    type: output.parameterType ?? '',
  })),
  ...Object.entries(root.spec.outputDefinitions?.artifacts ?? {}).map(([name, output]) => ({
    name,
    type: output.artifactType?.schemaTitle ?? '',
  })),
];

/** Looks into a pipeline. */
export const inspectPipeline = (pipeline: Pipeline): Inspection => {
  const steps = stepsOf(pipeline);
  const { pipelineInfo, schemaVersion = '', sdkVersion = '' } = pipeline.spec;
  return {
    name: pipeline.name,
    description: pipelineInfo?.description ?? '',
    schemaVersion,
    sdkVersion,
    inputs: inputsOf(pipeline),
    outputs: outputsOf(pipeline),
    steps,
    images: [...new Set(steps.map(({ image }) => image).filter((image) => image !== ''))].sort(),
    workspace: pipeline.kubernetes?.pipelineConfig?.workspace?.size ?? '',
  };
};
