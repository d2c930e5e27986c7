import type { PlatformSpec } from '../platform';
import { makesClaim, servedNames, type ModelDefinition } from '../served-model';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

/** An object's name, and the setting that asks for the object. */
interface Derived {
  readonly kind: 'Deployment' | 'Service' | 'Job' | 'CronJob' | 'PersistentVolumeClaim';
  readonly name: string;
  readonly field: string;
}

/** Longest names that the API server takes, or that still fit once a controller has added its suffix. */
const longest: Readonly<Record<Derived['kind'], number>> = {
  // A Deployment's name goes into a label of its pods.
  Deployment: 63,
  Service: 63,
  Job: 63,
  // The controller appends 11 characters to make a Job's name.
  CronJob: 52,
  PersistentVolumeClaim: 253,
};

const derivedNames = (model: ModelDefinition): readonly Derived[] => {
  const field = `spec.serving.models[${model.name}]`;
  const names = servedNames(model.name);
  const { canary, exposure } = model;
  return [
    { kind: 'Deployment', name: names.server, field: `${field}.name` },
    { kind: 'Service', name: names.server, field: `${field}.name` },
    ...(canary === undefined
      ? []
      : [{ kind: 'Deployment' as const, name: names.canary, field: `${field}.canary` }]),
    ...(canary?.by === 'route'
      ? [{ kind: 'Service' as const, name: names.canary, field: `${field}.canary` }]
      : []),
    ...(exposure.kind === 'loadBalancer'
      ? [{ kind: 'Service' as const, name: names.external, field: `${field}.exposure` }]
      : []),
    ...(model.headless
      ? [{ kind: 'Service' as const, name: names.headless, field: `${field}.headless` }]
      : []),
    ...(model.smokeTest === undefined
      ? []
      : [{ kind: 'Job' as const, name: names.smokeTest, field: `${field}.smokeTest` }]),
    ...model.batch.map((job) => ({
      kind: 'CronJob' as const,
      name: names.batch(job.name),
      field: `${field}.batch[${job.name}].name`,
    })),
    ...model.batch.flatMap((job) =>
      (['input', 'output'] as const).flatMap((use) =>
        typeof job[use]?.claim === 'object'
          ? [
              {
                kind: 'PersistentVolumeClaim' as const,
                name: names.batchClaim(job.name, use),
                field: `${field}.batch[${job.name}].${use}.claim`,
              },
            ]
          : [],
      ),
    ),
    ...(makesClaim(model.source)
      ? [{ kind: 'PersistentVolumeClaim' as const, name: names.claim, field: `${field}.source.claim` }]
      : []),
    ...(canary?.source !== undefined && makesClaim(canary.source)
      ? [
          {
            kind: 'PersistentVolumeClaim' as const,
            name: names.canaryClaim,
            field: `${field}.canary.source.claim`,
          },
        ]
      : []),
  ];
};

const tooLong = (derived: Derived): readonly Inconsistency[] => {
  const limit = longest[derived.kind];
  return derived.name.length <= limit
    ? []
    : [
        {
          rule: 'serving/names',
          field: derived.field,
          got: `${derived.kind} ${derived.name} of ${derived.name.length} characters`,
          want: `at most ${limit}, for ${derived.kind === 'CronJob' ? 'its Jobs get a suffix' : 'it becomes a label'}`,
          fix: `shorten the name by ${derived.name.length - limit}`,
        },
      ];
};

/** Names that objects of the models get: short enough, and no two objects of a kind with one name in a namespace. */
export const nameProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { models, namespace } = spec.serving;
  const owners = new Map<string, { readonly model: number; readonly derived: Derived }>();
  const clashes: Inconsistency[] = [];
  models.forEach((model, index) => {
    for (const derived of derivedNames(model)) {
      const id = `${derived.kind}/${model.namespace ?? namespace}/${derived.name}`;
      const owner = owners.get(id);
      if (owner === undefined) {
        owners.set(id, { model: index, derived });
      } else if (models[owner.model]?.name !== model.name) {
        clashes.push({
          rule: 'serving/names',
          field: derived.field,
          got: `${derived.kind} ${derived.name}, which ${owner.derived.field} asks for too`,
          want: 'names that do not meet',
          fix: `rename ${model.name} or ${models[owner.model]?.name ?? ''}`,
        });
      }
    }
  });
  return [
    ...models.flatMap((model) => derivedNames(model).flatMap(tooLong)),
    ...models.flatMap((model) =>
      repeated(
        `spec.serving.models[${model.name}].batch`,
        model.batch.map((job) => job.name),
        'serving/batch-names',
      ),
    ),
    ...clashes,
  ];
};
