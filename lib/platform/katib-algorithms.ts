/**
 * What Katib's suggestion services accept, so that a wrong setting is refused before the cluster is asked: they say so
 * only when the experiment has been running for a while. https://www.kubeflow.org/docs/components/katib/user-guides/hp-tuning/configure-algorithm/
 */

/** What a setting may be. */
export type SettingRule =
  | { readonly kind: 'whole'; readonly min?: number }
  | { readonly kind: 'number'; readonly above?: number; readonly below?: number }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'text' };

/** What an algorithm can do and takes. */
export interface KatibAlgorithm {
  readonly searches: 'parameters' | 'architecture';
  readonly settings: Readonly<Record<string, SettingRule>>;
  readonly required?: readonly string[];
}

const whole = (min?: number): SettingRule => ({ kind: 'whole', ...(min === undefined ? {} : { min }) });
const number = (above?: number, below?: number): SettingRule => ({
  kind: 'number',
  ...(above === undefined ? {} : { above }),
  ...(below === undefined ? {} : { below }),
});
const oneOf = (...values: readonly string[]): SettingRule => ({ kind: 'oneOf', values });
const text: SettingRule = { kind: 'text' };
const random = whole(0);

const algorithms = {
  random: { searches: 'parameters', settings: { random_state: random } },
  grid: { searches: 'parameters', settings: { random_state: random } },
  bayesianoptimization: {
    searches: 'parameters',
    settings: {
      base_estimator: oneOf('GP', 'RF', 'ET', 'GBRT'),
      n_initial_points: whole(0),
      acq_func: oneOf('gp_hedge', 'LCB', 'EI', 'PI', 'EIps', 'PIps'),
      acq_optimizer: oneOf('auto', 'sampling', 'lbfgs'),
      random_state: random,
    },
  },
  tpe: {
    searches: 'parameters',
    settings: {
      gamma: number(0, 1),
      prior_weight: number(0),
      n_EI_candidates: whole(1),
      random_state: random,
    },
  },
  'multivariate-tpe': {
    searches: 'parameters',
    settings: { n_startup_trials: whole(1), n_ei_candidates: whole(1), random_state: random },
  },
  cmaes: {
    searches: 'parameters',
    settings: { random_state: random, sigma: number(0), restart_strategy: oneOf('none', 'ipop', 'bipop') },
  },
  sobol: { searches: 'parameters', settings: {} },
  hyperband: {
    searches: 'parameters',
    settings: { resource_name: text, r_l: number(0), eta: number(1) },
    required: ['resource_name', 'r_l'],
  },
  pbt: {
    searches: 'parameters',
    settings: {
      suggestion_trial_dir: text,
      n_population: whole(5),
      truncation_threshold: number(0, 1),
      resample_probability: number(0, 1),
    },
    required: ['suggestion_trial_dir', 'n_population', 'truncation_threshold'],
  },
  enas: {
    searches: 'architecture',
    settings: {
      controller_hidden_size: whole(1),
      controller_temperature: number(),
      controller_tanh_const: number(),
      controller_entropy_weight: number(),
      controller_baseline_decay: number(0, 1),
      controller_learning_rate: number(0, 1),
      controller_skip_target: number(0, 1),
      controller_skip_weight: number(0),
      controller_train_steps: whole(1),
      controller_log_every_steps: whole(1),
    },
  },
  darts: {
    searches: 'architecture',
    settings: {
      num_epochs: whole(1),
      w_lr: number(0),
      w_lr_min: number(0),
      w_momentum: number(0),
      w_weight_decay: number(0),
      w_grad_clip: number(0),
      alpha_lr: number(0),
      alpha_weight_decay: number(0),
      batch_size: whole(1),
      num_workers: whole(0),
      init_channels: whole(1),
      print_step: whole(1),
      num_nodes: whole(1),
      stem_multiplier: whole(1),
    },
  },
} as const satisfies Readonly<Record<string, KatibAlgorithm>>;

/** Names of the algorithms that Katib comes with. */
export const algorithmNames = [
  'random',
  'grid',
  'bayesianoptimization',
  'tpe',
  'multivariate-tpe',
  'cmaes',
  'sobol',
  'hyperband',
  'pbt',
  'enas',
  'darts',
] as const satisfies readonly (keyof typeof algorithms)[];

/** An algorithm that Katib comes with. */
export type AlgorithmName = (typeof algorithmNames)[number];

/** What an algorithm can do and takes. */
export const katibAlgorithm = (name: AlgorithmName): KatibAlgorithm => algorithms[name];

const bounds = ({ above, below }: { readonly above?: number; readonly below?: number }): string =>
  above !== undefined && below !== undefined
    ? `a number between ${above} and ${below}`
    : above !== undefined
      ? `a number above ${above}`
      : below !== undefined
        ? `a number below ${below}`
        : 'a number';

/** What a setting should have been; undefined when it is. */
export const settingProblem = (rule: SettingRule, value: string): string | undefined => {
  const amount = value.trim() === '' ? Number.NaN : Number(value);
  switch (rule.kind) {
    case 'text':
      return value === '' ? 'a text' : undefined;
    case 'oneOf':
      return rule.values.includes(value) ? undefined : `one of ${rule.values.join(', ')}`;
    case 'whole':
      return Number.isInteger(amount) && amount >= (rule.min ?? Number.NEGATIVE_INFINITY)
        ? undefined
        : rule.min === undefined
          ? 'a whole number'
          : `a whole number of at least ${rule.min}`;
    case 'number':
      return Number.isFinite(amount) &&
        amount > (rule.above ?? Number.NEGATIVE_INFINITY) &&
        amount < (rule.below ?? Number.POSITIVE_INFINITY)
        ? undefined
        : bounds(rule);
  }
};
