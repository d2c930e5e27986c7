import type { LoadedSource } from '../../lib/constructs';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';
import { mirrorImage } from '../../lib/images';
import { placementOf, taintsOfPool, type PipelineDefinition, type Platform } from '../../lib/platform';
import { pipelineObjects, type Form, type ParameterValues, type Schedule } from '../../lib/workflow';
import type { CompiledPipeline } from './compiled';
import { storageFactsOf } from './storage-facts';

type TypescriptSource = LoadedSource & { readonly kind: 'typescript' };

/** Settings that only compiled Python has, and where to say the same in TypeScript. */
const unfit = (
  definition: PipelineDefinition,
): readonly (readonly [field: string, got: string, fix: string])[] => [
  ...(definition.objects.includes('pipelineVersion')
    ? ([['objects', 'pipelineVersion', 'remove it: that object holds compiled Python']] as const)
    : []),
  ...(definition.schedule?.via === 'scheduledWorkflow'
    ? ([
        [
          'schedule.via',
          'scheduledWorkflow',
          'use cronWorkflow: Kubeflow Pipelines can start compiled Python only',
        ],
      ] as const)
    : []),
  ...(definition.previous.length > 0
    ? ([
        ['previous', 'earlier versions', 'remove them: the name of the template changes with its content'],
      ] as const)
    : []),
  ...(definition.pipelineRoot === undefined
    ? []
    : ([
        [
          'pipelineRoot',
          definition.pipelineRoot,
          'remove it: artifacts go to the repository of Argo Workflows',
        ],
      ] as const)),
  ...(definition.ceiling === undefined
    ? []
    : ([['ceiling', 'a ceiling', 'write resources of the steps']] as const)),
  ...(definition.storageClass === undefined
    ? []
    : ([['storageClass', definition.storageClass, 'write storageClass of the VolumeStep']] as const)),
];

const refuseUnfit = (platform: Platform, definition: PipelineDefinition): void => {
  const problems = unfit(definition).map(([field, got, fix]): Diagnostic => ({
    rule: 'pipelines/typescript',
    severity: 'error',
    where: platform.locate(`spec.pipelines.definitions[${definition.name}].${field}`),
    got,
    want: 'settings that a pipeline in TypeScript has',
    fix,
  }));
  if (problems.length > 0) throw new Refusal(problems);
};

const scheduleOf = ({ schedule }: PipelineDefinition, own: Schedule | undefined): Schedule | undefined =>
  schedule === undefined
    ? own
    : {
        schedules: [schedule.cron],
        timeZone: schedule.timeZone,
        concurrencyPolicy: schedule.concurrency,
        startingDeadlineSeconds: schedule.startingDeadlineSeconds,
        suspend: schedule.suspend,
        successfulRunsKept: schedule.history.succeeded,
        failedRunsKept: schedule.history.failed,
      };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const formOf = (definition: PipelineDefinition, own: Schedule | undefined): Form => {
  const parameters: ParameterValues = Object.fromEntries(
    Object.entries(definition.parameters).map(([name, value]) => [name, textOf(value)]),
  );
  const schedule = scheduleOf(definition, own);
  return schedule === undefined ? { kind: 'template', parameters } : { kind: 'cron', schedule, parameters };
};

/** What the site demands of the pods of a run. */
const siteSpec = ({ spec }: Platform, definition: PipelineDefinition): Readonly<Record<string, unknown>> => {
  const { pool } = definition.placement;
  const placement = placementOf(
    definition.placement,
    pool === undefined ? [] : taintsOfPool(spec.nodes, pool),
  );
  const { runAsUser, runAsGroup, runAsNonRoot } = definition.security ?? {};
  return {
    ...(Object.keys(placement.nodeSelector).length === 0 ? {} : { nodeSelector: placement.nodeSelector }),
    ...(placement.tolerations.length === 0 ? {} : { tolerations: placement.tolerations }),
    ...(spec.images.pullSecrets.length === 0
      ? {}
      : { imagePullSecrets: spec.images.pullSecrets.map((name) => ({ name })) }),
    ...(definition.security === undefined
      ? {}
      : {
          securityContext: {
            ...(runAsUser === undefined ? {} : { runAsUser }),
            ...(runAsGroup === undefined ? {} : { runAsGroup }),
            ...(runAsNonRoot === undefined ? {} : { runAsNonRoot }),
          },
        }),
  };
};

/** Compiles a pipeline in TypeScript to the objects that the platform asks for. */
export const compileTypescript = (
  platform: Platform,
  definition: PipelineDefinition,
  { pipeline, schedule }: TypescriptSource,
): CompiledPipeline => {
  refuseUnfit(platform, definition);
  const namespace = definition.namespace ?? platform.spec.pipelines.namespace;
  const images = new Set<string>();
  const { objects } = pipelineObjects(pipeline, {
    name: definition.name,
    namespace,
    form: formOf(definition, schedule),
    storage: storageFactsOf(platform),
    spec: siteSpec(platform, definition),
    moveImage: (image) => {
      const moved = mirrorImage(image, platform.spec.images.registry);
      images.add(moved);
      return moved;
    },
  });
  return { definition, namespace, objects, images: [...images].sort() };
};
