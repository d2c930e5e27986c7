import type { Construct } from 'constructs';
import { present, ResourceStep, sanitizeName, type Spec, type StepProps, type Value } from '../author';

/** One setting that is searched. */
export type SearchedParameter =
  | { readonly type: 'int' | 'double'; readonly min: number; readonly max: number; readonly step?: number }
  | { readonly type: 'categorical' | 'discrete'; readonly list: readonly (string | number)[] };

/** Settings of a search for the best settings. */
export interface KatibExperimentProps extends StepProps {
  /** The experiment is called `<workflow's name>-<resourceName>`. Default: the step's name. */
  readonly resourceName?: string;
  /** What is to become large or small, as the training prints it: `accuracy=0.93`. */
  readonly objective: {
    readonly metric: string;
    readonly goal?: number;
    readonly type?: 'maximize' | 'minimize';
  };
  /** Default: `random`. */
  readonly algorithm?: string;
  readonly parameters: Readonly<Record<string, SearchedParameter>>;
  /** Default: 12. */
  readonly maxTrials?: number;
  /** Default: 3. */
  readonly parallelTrials?: number;
  /** Default: 3. */
  readonly maxFailedTrials?: number;
  /** Image of one trial; every searched parameter comes as an argument `--<name>=<value>`. */
  readonly image: Value;
  readonly command: readonly Value[];
  readonly args?: readonly Value[];
  /** A whole `trialTemplate` instead of image, command and args. */
  readonly trialTemplate?: Spec;
}

const space = (parameter: SearchedParameter): object =>
  'list' in parameter
    ? { list: parameter.list.map(String) }
    : present({
        min: String(parameter.min),
        max: String(parameter.max),
        step: parameter.step === undefined ? undefined : String(parameter.step),
      });

const trialTemplate = ({ parameters, image, command, args = [] }: KatibExperimentProps): object => {
  const names = Object.keys(parameters);
  return {
    primaryContainerName: 'training',
    trialParameters: names.map((name) => ({ name, reference: name })),
    trialSpec: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'training',
                image,
                command,
                // Katib's own braces: `${…}`, so Argo leaves them alone
                args: [...args, ...names.map((name) => `--${name}=\${trialParameters.${name}}`)],
              },
            ],
            restartPolicy: 'Never',
          },
        },
      },
    },
  };
};

/** Searches for the best settings with Katib, and gives what it has found. */
export class KatibExperiment extends ResourceStep<'bestTrial' | 'assignments' | 'metrics'> {
  constructor(scope: Construct, id: string, props: KatibExperimentProps) {
    const { objective, parameters } = props;
    const { name, displayName, after, retry, timeoutSeconds, caching } = props;
    super(scope, id, {
      ...present({ name, displayName, after, retry, timeoutSeconds, caching }),
      manifest: {
        apiVersion: 'kubeflow.org/v1beta1',
        kind: 'Experiment',
        metadata: { name: `{{workflow.name}}-${props.resourceName ?? sanitizeName(name ?? id)}` },
        spec: {
          objective: present({
            type: objective.type ?? 'maximize',
            goal: objective.goal,
            objectiveMetricName: objective.metric,
          }),
          algorithm: { algorithmName: props.algorithm ?? 'random' },
          maxTrialCount: props.maxTrials ?? 12,
          parallelTrialCount: props.parallelTrials ?? 3,
          maxFailedTrialCount: props.maxFailedTrials ?? 3,
          parameters: Object.entries(parameters).map(([parameter, searched]) => ({
            name: parameter,
            parameterType: searched.type,
            feasibleSpace: space(searched),
          })),
          trialTemplate: props.trialTemplate ?? trialTemplate(props),
        },
      },
      ownedByWorkflow: true,
      successCondition: 'status.completionTime,status.currentOptimalTrial.bestTrialName',
      failureCondition: `status.trialsFailed > ${props.maxFailedTrials ?? 3}`,
      outputs: {
        bestTrial: '{.status.currentOptimalTrial.bestTrialName}',
        assignments: '{.status.currentOptimalTrial.parameterAssignments}',
        metrics: '{.status.currentOptimalTrial.observation.metrics}',
      },
    });
  }
}
