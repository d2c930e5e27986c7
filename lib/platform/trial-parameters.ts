import type { ExperimentDefinition } from './schema/kubeflow';

/** What a trial of an architecture search is given, by its algorithm. */
const architectureReferences: Readonly<Record<string, readonly string[]>> = {
  enas: ['architecture', 'nn_config'],
  darts: ['algorithm-settings', 'search-space', 'num-layers'],
};

/** What a trial is given: the parameters that are varied, or what the algorithm has found of an architecture. */
export const trialReferences = ({ search, algorithm }: ExperimentDefinition): readonly string[] =>
  search.kind === 'parameters'
    ? search.parameters.map(({ name }) => name)
    : (architectureReferences[algorithm.name] ?? []);

const placeholder = /\$\{trialParameters\.([^}]*)\}/g;

/** Every parameter that some text of a trial stands for, in the order of their first use. */
export const placeholdersIn = (value: unknown): readonly string[] => {
  const found = new Set<string>();
  const walk = (each: unknown): void => {
    if (typeof each === 'string') for (const [, name = ''] of each.matchAll(placeholder)) found.add(name);
    else if (Array.isArray(each)) each.forEach(walk);
    else if (typeof each === 'object' && each !== null) Object.values(each).forEach(walk);
  };
  walk(value);
  return [...found];
};
