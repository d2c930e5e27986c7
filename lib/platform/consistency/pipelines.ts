import { nearest, oneOf } from '../nearest';
import type { PlatformSpec } from '../platform';
import { resolveStorageClass } from '../storage-revisions';
import type { Inconsistency } from './inconsistency';
import { repeated } from './repeated';

type Definition = PlatformSpec['pipelines']['definitions'][number];

const unknownName = (rule: string, field: string, name: string, known: readonly string[]): Inconsistency => {
  const near = nearest(name, known);
  return {
    rule,
    field,
    got: name,
    want: known.length === 0 ? 'there are none' : `one of ${oneOf(known)}`,
    fix: near === undefined ? 'name one of them' : `did you mean ${near}?`,
  };
};

const placementProblems = (
  definition: Definition,
  { nodes }: PlatformSpec,
  field: string,
): readonly Inconsistency[] => {
  const { pool } = definition.placement;
  const pools = [...new Set(nodes.flatMap((node) => node.pool ?? []))];
  return pool === undefined || pools.includes(pool)
    ? []
    : [unknownName('pipelines/pool', `${field}.placement.pool`, pool, pools)];
};

const storageProblems = (
  definition: Definition,
  { storage }: PlatformSpec,
  field: string,
): readonly Inconsistency[] => {
  const { storageClass } = definition;
  return storageClass === undefined || resolveStorageClass(storage.classes, storageClass) !== undefined
    ? []
    : [
        unknownName(
          'pipelines/storage-class',
          `${field}.storageClass`,
          storageClass,
          storage.classes.map(({ name }) => name),
        ),
      ];
};

/** What a schedule of Kubeflow Pipelines cannot say. */
const scheduleProblems = ({ schedule }: Definition, field: string): readonly Inconsistency[] => {
  if (schedule?.via !== 'scheduledWorkflow') return [];
  const at = `${field}.schedule`;
  return [
    ...(schedule.timeZone === 'UTC'
      ? []
      : [
          {
            rule: 'pipelines/schedule',
            field: `${at}.timeZone`,
            got: schedule.timeZone,
            want: 'UTC: schedules of Kubeflow Pipelines know no other',
            fix: 'write the times in UTC, or via: cronWorkflow',
          },
        ]),
    ...(schedule.concurrency === 'Replace'
      ? [
          {
            rule: 'pipelines/schedule',
            field: `${at}.concurrency`,
            got: 'Replace',
            want: 'Allow or Forbid: Kubeflow Pipelines does not stop a run for the next one',
            fix: 'choose one of them, or via: cronWorkflow',
          },
        ]
      : []),
  ];
};

const versionProblems = (
  { objects, previous, retainVersions }: Definition,
  field: string,
): readonly Inconsistency[] =>
  objects.includes('pipelineVersion') || (previous.length === 0 && !retainVersions)
    ? []
    : [
        {
          rule: 'pipelines/versions',
          field: `${field}.${previous.length > 0 ? 'previous' : 'retainVersions'}`,
          got: 'a setting of versions, and objects without pipelineVersion',
          want: 'objects: [pipelineVersion], which are what versions become',
          fix: 'add pipelineVersion to objects',
        },
      ];

/** Settings of pipelines that cannot take effect. */
export const pipelineProblems = (spec: PlatformSpec): readonly Inconsistency[] => {
  const { definitions } = spec.pipelines;
  return [
    ...repeated(
      'spec.pipelines.definitions',
      definitions.map(({ name }) => name),
      'pipelines/names',
    ),
    ...definitions.flatMap((definition) => {
      const field = `spec.pipelines.definitions[${definition.name}]`;
      return [
        ...placementProblems(definition, spec, field),
        ...storageProblems(definition, spec, field),
        ...scheduleProblems(definition, field),
        ...versionProblems(definition, field),
      ];
    }),
  ];
};
