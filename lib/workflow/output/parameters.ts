import type { Diagnostic } from '../../diagnostics';
import { isRecord, listAt } from '../../kubernetes';
import type { Pipeline } from '../author';
import type { ParameterValues } from './form';

type Spec = Readonly<Record<string, unknown>>;

/** A spec with values for its parameters. */
export const withParameters = (spec: Spec, values: ParameterValues): Spec => {
  const given = isRecord(spec['arguments']) ? spec['arguments'] : {};
  const parameters = listAt(given, 'parameters').map((parameter) => {
    const name = isRecord(parameter) && typeof parameter['name'] === 'string' ? parameter['name'] : '';
    const value = values[name];
    return value === undefined || !isRecord(parameter) ? parameter : { ...parameter, value: String(value) };
  });
  return { ...spec, arguments: { ...given, parameters } };
};

/** Values of parameters that the pipeline does not have. */
export const unknownValues = (pipeline: Pipeline, values: ParameterValues): readonly Diagnostic[] => {
  const known = Object.keys(pipeline.props.parameters ?? {});
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: 'workflow/unknown-parameter',
      severity: 'error',
      where: {
        kind: 'object',
        component: pipeline.label,
        object: `Pipeline/${pipeline.node.id}`,
        path: 'parameters',
      },
      got: name,
      want: known.length === 0 ? 'no value: the pipeline has no parameters' : `one of ${known.join(', ')}`,
      fix: 'correct the name',
    }));
};

/** Parameters that have no value although nobody is asked for one. */
export const missingValues = (pipeline: Pipeline, spec: Spec): readonly Diagnostic[] =>
  listAt(spec, 'arguments', 'parameters').flatMap((parameter): readonly Diagnostic[] =>
    isRecord(parameter) && parameter['value'] === undefined
      ? [
          {
            rule: 'workflow/missing-value',
            severity: 'error',
            where: {
              kind: 'object',
              component: pipeline.label,
              object: `Pipeline/${pipeline.node.id}`,
              path: 'parameters',
            },
            got: `no value for parameter ${String(parameter['name'])}`,
            want: 'a value for every parameter without a default: nobody is asked when it runs',
            fix: 'give it a default, or a value where the pipeline is scheduled',
          },
        ]
      : [],
  );
