import { stepFindings, type StepFinding } from '../../kfp';
import { fieldPath, groupOf, isRecord, listAt, recordAt, stringAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext } from '../context';
import type { Finding, Rule } from '../rule';

/** A container of a pipeline's step, wherever an object keeps it. */
interface Step {
  readonly path: string;
  readonly container: unknown;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Compiled workflows keep the containers of their steps as arguments, in JSON. */
const compiledSteps = (object: unknown, ...path: readonly string[]): readonly Step[] =>
  listAt(object, ...path, 'arguments', 'parameters').flatMap((parameter, index) => {
    const isStep = (stringAt(parameter, 'name') ?? '').startsWith('implementations-');
    const container = isStep ? parsed(stringAt(parameter, 'value') ?? '') : undefined;
    return isRecord(container)
      ? [{ path: fieldPath('', ...path, 'arguments', 'parameters', index), container }]
      : [];
  });

const versionSteps = (object: unknown): readonly Step[] => {
  const path = ['spec', 'pipelineSpec', 'deploymentSpec', 'executors'] as const;
  return Object.entries(recordAt(object, ...path)).map(([label, executor]) => ({
    path: fieldPath('', ...path, label, 'container'),
    container: recordAt(executor, 'container'),
  }));
};

const stepsOf = ({ object }: Manifest): readonly Step[] => {
  switch (`${groupOf(object.apiVersion)}/${object.kind}`) {
    case 'argoproj.io/Workflow':
    case 'argoproj.io/WorkflowTemplate':
    case 'argoproj.io/ClusterWorkflowTemplate':
      return compiledSteps(object, 'spec');
    case 'argoproj.io/CronWorkflow':
      return compiledSteps(object, 'spec', 'workflowSpec');
    case 'pipelines.kubeflow.org/PipelineVersion':
      return versionSteps(object);
    default:
      return [];
  }
};

const kinds = [
  'argoproj.io/Workflow',
  'argoproj.io/WorkflowTemplate',
  'argoproj.io/ClusterWorkflowTemplate',
  'argoproj.io/CronWorkflow',
  'pipelines.kubeflow.org/PipelineVersion',
];

function* findings(
  { objects, release }: PolicyContext,
  kind: StepFinding['kind'],
  want: string,
  fix: string,
): Generator<Finding> {
  // A site that pulls images from where they are published has the network for the rest, too.
  if (release.site.registry === undefined) return;
  for (const manifest of objects.ofKind(...kinds)) {
    for (const { path, container } of stepsOf(manifest)) {
      for (const finding of stepFindings(container)) {
        if (finding.kind === kind) yield { manifest, path, got: finding.got, want, fix };
      }
    }
  }
}

export const runTimeInstall: Rule = {
  id: 'pipeline/run-time-install',
  severity: 'warning',
  summary:
    'On a site with a registry of its own, steps of pipelines install packages only from an index of the site.',
  why: 'The public index cannot be reached there, so that the step waits and then fails, in the middle of a run.',
  check: (context) =>
    findings(
      context,
      'run-time install',
      'packages in the image, or an index of the site',
      'set spec.pipelines.pip.indexUrl, or use an image that has the packages (install_kfp_package=False)',
    ),
};

export const runTimeImage: Rule = {
  id: 'pipeline/run-time-image',
  severity: 'warning',
  summary: 'On a site with a registry of its own, the images of steps are known before the run.',
  why: 'An image that is a parameter cannot be moved to the registry of the site, nor stand in the bill of images.',
  check: (context) =>
    findings(
      context,
      'run-time image',
      'an image that stands in the pipeline',
      'write the image into the component, or give runs only images of the registry of the site',
    ),
};
