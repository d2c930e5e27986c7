import type { ExperimentDefinition, SearchParameter } from '../../platform';

type Fields = Readonly<Record<string, unknown>>;

/** A number as Katib writes it: never with an exponent that Go and Python read differently. */
const text = (value: number): string => {
  const plain = String(value);
  if (!plain.includes('e')) return plain;
  return value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '');
};

/** A parameter as Katib has it; every value is a text. */
export const katibParameter = (parameter: SearchParameter): Fields => {
  const { name, kind } = parameter;
  switch (parameter.kind) {
    case 'double':
    case 'int':
      return {
        name,
        parameterType: kind,
        feasibleSpace: {
          min: text(parameter.min),
          max: text(parameter.max),
          ...(parameter.step === undefined ? {} : { step: text(parameter.step) }),
          ...(parameter.distribution === undefined ? {} : { distribution: parameter.distribution }),
        },
      };
    case 'categorical':
      return { name, parameterType: kind, feasibleSpace: { list: parameter.values } };
    case 'discrete':
      return { name, parameterType: kind, feasibleSpace: { list: parameter.values.map(text) } };
  }
};

/** What is searched, as Katib has it. */
export const searchSpace = ({ search }: ExperimentDefinition): Fields =>
  search.kind === 'parameters'
    ? { parameters: search.parameters.map(katibParameter) }
    : {
        nasConfig: {
          graphConfig: {
            numLayers: search.layers,
            inputSizes: search.inputSizes,
            outputSizes: search.outputSizes,
          },
          operations: search.operations.map(({ operation, parameters }) => ({
            operationType: operation,
            parameters: parameters.map(katibParameter),
          })),
        },
      };
