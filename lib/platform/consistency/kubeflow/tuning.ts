import { katibAlgorithm, settingProblem } from '../../katib-algorithms';
import { nearest, oneOf } from '../../nearest';
import type { PlatformSpec } from '../../platform';
import type { ExperimentDefinition, SearchParameter } from '../../schema/kubeflow';
import { placeholdersIn, trialReferences } from '../../trial-parameters';
import type { Inconsistency } from '../inconsistency';
import { repeated } from '../repeated';

type Problem = readonly Inconsistency[];

/** Settings that the algorithm does not know, lacks, or would refuse. */
const settingProblems = ({ algorithm }: ExperimentDefinition, field: string): Problem => {
  const { settings: known, required = [] } = katibAlgorithm(algorithm.name);
  const names = Object.keys(known).sort();
  const at = `${field}.algorithm.settings`;
  return [
    ...Object.entries(algorithm.settings).flatMap(([name, value]): Problem => {
      const rule = known[name];
      if (rule === undefined) {
        const near = nearest(name, names);
        return [
          {
            rule: 'katib/algorithm-setting',
            field: `${at}.${name}`,
            got: `${name}, which ${algorithm.name} does not know`,
            want: names.length === 0 ? 'no setting at all' : `one of ${oneOf(names)}`,
            fix: near === undefined ? 'remove it' : `did you mean ${near}?`,
          },
        ];
      }
      const want = settingProblem(rule, String(value));
      return want === undefined
        ? []
        : [
            {
              rule: 'katib/algorithm-setting',
              field: `${at}.${name}`,
              got: String(value),
              want,
              fix: 'correct the value',
            },
          ];
    }),
    ...required
      .filter((name) => !(name in algorithm.settings))
      .map((name) => ({
        rule: 'katib/algorithm-setting',
        field: at,
        got: `no ${name}`,
        want: `${name}, without which ${algorithm.name} does not start`,
        fix: `add ${name}`,
      })),
  ];
};

const fitting = ({ algorithm, search }: ExperimentDefinition, field: string): Problem => {
  const { searches } = katibAlgorithm(algorithm.name);
  return searches === search.kind
    ? []
    : [
        {
          rule: 'katib/algorithm',
          field: `${field}.algorithm.name`,
          got: `${algorithm.name}, which searches ${searches}`,
          want: `an algorithm that searches ${search.kind}`,
          fix:
            search.kind === 'architecture'
              ? 'use enas or darts'
              : 'use random, grid, tpe, bayesianoptimization or another one for parameters',
        },
      ];
};

const rangeProblems = (parameters: readonly SearchParameter[], field: string): Problem =>
  parameters.flatMap((parameter): Problem => {
    const at = `${field}[${parameter.name}]`;
    if (parameter.kind === 'categorical' || parameter.kind === 'discrete') {
      const texts = parameter.values.map(String);
      return new Set(texts).size === texts.length
        ? []
        : [
            {
              rule: 'katib/parameter-range',
              field: `${at}.values`,
              got: oneOf(texts),
              want: 'each value once',
              fix: 'remove what stands twice',
            },
          ];
    }
    const { min, max, distribution } = parameter;
    if (min >= max) {
      return [
        {
          rule: 'katib/parameter-range',
          field: `${at}.min`,
          got: `${min}, and a max of ${max}`,
          want: 'a min below the max',
          fix: 'swap them',
        },
      ];
    }
    return distribution?.startsWith('log') === true && min <= 0
      ? [
          {
            rule: 'katib/parameter-range',
            field: `${at}.min`,
            got: `${min} with distribution ${distribution}`,
            want: 'a min above 0: nothing else has a logarithm',
            fix: 'raise it, or use uniform',
          },
        ]
      : [];
  });

const pointsOf = (parameter: SearchParameter): number | undefined => {
  switch (parameter.kind) {
    case 'categorical':
    case 'discrete':
      return parameter.values.length;
    case 'int':
      return Math.floor((parameter.max - parameter.min) / (parameter.step ?? 1)) + 1;
    case 'double':
      return parameter.step === undefined
        ? undefined
        : Math.floor((parameter.max - parameter.min) / parameter.step + 1e-9) + 1;
  }
};

const gridProblems = ({ algorithm, search, trials }: ExperimentDefinition, field: string): Problem => {
  if (algorithm.name !== 'grid' || search.kind !== 'parameters') return [];
  const endless = search.parameters.filter((parameter) => pointsOf(parameter) === undefined);
  if (endless.length > 0) {
    return endless.map(({ name }) => ({
      rule: 'katib/grid',
      field: `${field}.search.parameters[${name}]`,
      got: 'a double without step',
      want: 'a step, for a grid has an end',
      fix: 'add step',
    }));
  }
  const points = search.parameters.reduce((product, parameter) => product * (pointsOf(parameter) ?? 1), 1);
  return trials.max <= points
    ? []
    : [
        {
          rule: 'katib/grid',
          field: `${field}.trials.max`,
          got: `${trials.max}`,
          want: `at most ${points}, for the grid has no more points`,
          fix: 'lower it, or make the grid finer',
        },
      ];
};

const settingNumber = ({ algorithm }: ExperimentDefinition, name: string): number =>
  Number(algorithm.settings[name] ?? Number.NaN);

const hyperbandProblems = (experiment: ExperimentDefinition, field: string): Problem => {
  const { algorithm, search, trials } = experiment;
  if (algorithm.name !== 'hyperband' || search.kind !== 'parameters') return [];
  const resource = algorithm.settings['resource_name'];
  const names = search.parameters.map(({ name }) => name);
  const most = settingNumber(experiment, 'r_l');
  const eta = algorithm.settings['eta'] === undefined ? 3 : settingNumber(experiment, 'eta');
  const least = Math.ceil(eta ** Math.floor(Math.log(most) / Math.log(eta) + 1e-9));
  return [
    ...(resource === undefined || names.includes(String(resource))
      ? []
      : [
          {
            rule: 'katib/hyperband',
            field: `${field}.algorithm.settings.resource_name`,
            got: String(resource),
            want: `one of the parameters ${oneOf(names)}`,
            fix: 'name the parameter that says how long a trial runs',
          },
        ]),
    ...(Number.isFinite(least) && trials.parallel < least
      ? [
          {
            rule: 'katib/hyperband',
            field: `${field}.trials.parallel`,
            got: `${trials.parallel}`,
            want: `at least ${least}: the first round of r_l ${most} and eta ${eta} runs so many trials together`,
            fix: 'raise it, or lower r_l',
          },
        ]
      : []),
  ];
};

const algorithmProblems = (experiment: ExperimentDefinition, field: string): Problem => {
  const { algorithm, search, resume } = experiment;
  const numeric =
    search.kind === 'parameters'
      ? search.parameters.filter(({ kind }) => kind === 'double' || kind === 'int').length
      : 0;
  return [
    ...(algorithm.name === 'cmaes' && search.kind === 'parameters' && numeric < 2
      ? [
          {
            rule: 'katib/algorithm',
            field: `${field}.algorithm.name`,
            got: `cmaes with ${numeric} parameters that are numbers in a range`,
            want: 'at least two of kind double or int',
            fix: 'add one, or use tpe',
          },
        ]
      : []),
    ...(algorithm.name === 'pbt' && resume !== 'FromVolume'
      ? [
          {
            rule: 'katib/algorithm',
            field: `${field}.resume`,
            got: `${resume} with pbt`,
            want: 'FromVolume: pbt keeps the checkpoints of its population there',
            fix: 'set resume to FromVolume',
          },
        ]
      : []),
  ];
};

const countProblems = ({ trials, objective }: ExperimentDefinition, field: string): Problem => [
  ...(['parallel', 'maxFailed'] as const).flatMap((key): Problem =>
    trials[key] <= trials.max
      ? []
      : [
          {
            rule: 'katib/trials',
            field: `${field}.trials.${key}`,
            got: `${trials[key]}, of ${trials.max} in all`,
            want: `at most ${trials.max}`,
            fix: `lower it, or raise trials.max`,
          },
        ],
  ),
  ...(objective.also.includes(objective.metric)
    ? [
        {
          rule: 'katib/metrics',
          field: `${field}.objective.also`,
          got: `${objective.metric}, which is the objective`,
          want: 'other metrics',
          fix: 'remove it',
        },
      ]
    : []),
];

/** What a trial is given and does not use, and what it uses and is not given. */
const placeholderProblems = (experiment: ExperimentDefinition, field: string): Problem => {
  const given = trialReferences(experiment);
  const used = placeholdersIn(experiment.trial);
  return [
    ...used
      .filter((name) => !given.includes(name))
      .map((name) => {
        const near = nearest(name, given);
        return {
          rule: 'katib/trial-parameter',
          field: `${field}.trial`,
          got: `\${trialParameters.${name}}, which the search does not have`,
          want: `one of ${oneOf(given)}`,
          fix: near === undefined ? 'add the parameter to the search' : `did you mean ${near}?`,
        };
      }),
    ...given
      .filter((name) => !used.includes(name))
      .map((name) => ({
        rule: 'katib/trial-parameter',
        field: `${field}.trial`,
        got: `no \${trialParameters.${name}}`,
        want: 'every parameter of the search in the trial: without it all trials are the same',
        fix: `write \${trialParameters.${name}} into an argument or a variable`,
      })),
  ];
};

const injected = 'katib.kubeflow.org/metrics-collector-injection';

/** Metrics are read by a container that Katib adds, in namespaces that say so. */
const collectorProblems = (
  spec: PlatformSpec,
  { namespace, metrics }: ExperimentDefinition,
  field: string,
): Problem => {
  const team = spec.teams.find((each) => (each.namespace ?? each.name) === namespace);
  return team === undefined || metrics.kind === 'Push' || team.labels[injected] === 'enabled'
    ? []
    : [
        {
          rule: 'katib/metrics-collector',
          field: `${field}.namespace`,
          got: `${namespace}, where Katib adds no metrics collector`,
          want: `a namespace with the label ${injected}: enabled`,
          fix: `add it to spec.teams[${team.name}].labels, or use metrics of kind Push`,
        },
      ];
};

/** Experiments that Katib would refuse, or that would search for nothing. */
export const tuningProblems = (spec: PlatformSpec): Problem =>
  spec.kubeflow.experiments.flatMap((experiment) => {
    const field = `spec.kubeflow.experiments[${experiment.name}]`;
    const { search } = experiment;
    return [
      ...fitting(experiment, field),
      ...settingProblems(experiment, field),
      ...(search.kind === 'parameters'
        ? [
            ...repeated(
              `${field}.search.parameters`,
              search.parameters.map(({ name }) => name),
              'katib/parameter-names',
            ),
            ...rangeProblems(search.parameters, `${field}.search.parameters`),
          ]
        : search.operations.flatMap(({ parameters }, index) =>
            rangeProblems(parameters, `${field}.search.operations[${index}].parameters`),
          )),
      ...gridProblems(experiment, field),
      ...hyperbandProblems(experiment, field),
      ...algorithmProblems(experiment, field),
      ...countProblems(experiment, field),
      ...(katibAlgorithm(experiment.algorithm.name).searches === search.kind
        ? placeholderProblems(experiment, field)
        : []),
      ...collectorProblems(spec, experiment, field),
    ];
  });
