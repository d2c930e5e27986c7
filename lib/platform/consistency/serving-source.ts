import { nearest, oneOf } from '../nearest';
import type { PlatformSpec } from '../platform';
import {
  podRange,
  splitByWeight,
  type ClaimReference,
  type ModelDefinition,
  type ModelSource,
} from '../served-model';
import { publishedImages } from '../schema/serving';
import type { StorageKind } from '../schema/storage-class';
import { resolveStorageClass } from '../storage-revisions';
import type { Inconsistency } from './inconsistency';

type Claim = Extract<ModelSource, { kind: 'claim' }>;
type NewClaim = Exclude<ClaimReference, string>;

/** On how many nodes a volume of each kind can be mounted at a time. https://openebs.io/docs, access modes */
const mountedOn: Readonly<Record<StorageKind, 'one node' | 'many nodes'>> = {
  hostpath: 'one node',
  device: 'one node',
  lvm: 'one node',
  zfs: 'one node',
  mayastor: 'one node',
};

const classProblems = (spec: PlatformSpec, claim: NewClaim, field: string): readonly Inconsistency[] => {
  const { classes } = spec.storage;
  const known = classes.map((each) => each.name);
  if (claim.storageClass === undefined) {
    return classes.some((each) => each.default)
      ? []
      : [
          {
            rule: 'serving/storage-class',
            field,
            got: 'no storageClass, and no default class',
            want:
              known.length === 0
                ? 'a class under spec.storage.classes, which has none'
                : `one of ${oneOf(known)}`,
            fix: 'set storageClass, or default: true on a class',
          },
        ];
  }
  if (resolveStorageClass(classes, claim.storageClass) !== undefined) return [];
  const near = nearest(claim.storageClass, known);
  return [
    {
      rule: 'serving/storage-class',
      field: `${field}.storageClass`,
      got: `${claim.storageClass}, which is not declared`,
      want:
        known.length === 0 ? 'a class under spec.storage.classes, which has none' : `one of ${oneOf(known)}`,
      fix: near === undefined ? 'declare it under spec.storage.classes' : `did you mean ${near}?`,
    },
  ];
};

const sharingProblems = (
  spec: PlatformSpec,
  claim: NewClaim,
  pods: number,
  field: string,
): readonly Inconsistency[] => {
  const { classes } = spec.storage;
  const used =
    claim.storageClass === undefined
      ? classes.find((each) => each.default)
      : classes.find((each) => each.name === claim.storageClass?.split('@')[0]);
  if (used === undefined || mountedOn[used.kind] === 'many nodes') return [];
  const volume = `a ${used.kind} volume, which one node at a time can mount`;
  const fix =
    'let every pod fetch the model (source of kind s3 or http), bake it into the image, or run one pod';
  if (claim.accessMode === 'ReadWriteMany' || claim.accessMode === 'ReadOnlyMany') {
    return [
      {
        rule: 'serving/shared-claim',
        field: `${field}.accessMode`,
        got: `${claim.accessMode} on ${volume}`,
        want: 'ReadWriteOnce',
        fix: pods > 1 ? fix : 'write ReadWriteOnce',
      },
    ];
  }
  return pods > 1
    ? [
        {
          rule: 'serving/shared-claim',
          field,
          got: `${pods} pods that share ${volume}`,
          want: 'one pod, or a model that every pod gets for itself',
          fix,
        },
      ]
    : [];
};

/** What is wrong with a claim that is to be made for so many pods. */
const newClaimProblems = (
  spec: PlatformSpec,
  claim: ClaimReference | undefined,
  pods: number,
  field: string,
): readonly Inconsistency[] =>
  typeof claim === 'object'
    ? [...classProblems(spec, claim, field), ...sharingProblems(spec, claim, pods, field)]
    : [];

const s3Problems = (
  source: Extract<ModelSource, { kind: 's3' }>,
  field: string,
): readonly Inconsistency[] => {
  const isPrefix = source.uri.endsWith('/');
  return [
    ...(isPrefix && source.sha256 !== undefined
      ? [
          {
            rule: 'serving/source',
            field: `${field}.sha256`,
            got: 'a checksum for a prefix',
            want: 'a checksum of one object',
            fix: 'name one object (pack the folder with tar), or remove sha256 and set revision',
          },
        ]
      : []),
    ...(isPrefix && source.unpack === 'tar'
      ? [
          {
            rule: 'serving/source',
            field: `${field}.unpack`,
            got: 'tar for a prefix',
            want: 'one object that is an archive',
            fix: 'name the archive, or remove unpack',
          },
        ]
      : []),
  ];
};

/** The published image of a server has no model in it, so that one must come from elsewhere. */
const emptyImageProblems = (
  { image, runtime }: ModelDefinition,
  source: ModelSource,
  field: string,
): readonly Inconsistency[] =>
  source.kind === 'image' && image.name === publishedImages[runtime.kind]?.name
    ? [
        {
          rule: 'serving/source',
          field,
          got: `a model in ${image.name}, which holds none`,
          want: 'a source of kind claim, s3 or http, or an image of your own',
          fix: 'add source, or build an image with the model and name it',
        },
      ]
    : [];

/** TensorFlow Serving and Triton read folders; a single file leaves them without a model. */
const folderProblems = (
  model: ModelDefinition,
  source: ModelSource,
  field: string,
): readonly Inconsistency[] => {
  const { kind } = model.runtime;
  const isFile =
    (source.kind === 'http' || (source.kind === 's3' && !source.uri.endsWith('/'))) &&
    source.unpack === 'none';
  return isFile && (kind === 'tensorflow' || kind === 'triton')
    ? [
        {
          rule: 'serving/source',
          field: `${field}.unpack`,
          got: `a single file for ${kind}`,
          want: kind === 'triton' ? 'a model repository' : 'folders of versions',
          fix: 'pack them with tar and set unpack: tar, or name a prefix of an object store',
        },
      ]
    : [];
};

const claimProblems = (source: Claim, field: string): readonly Inconsistency[] =>
  source.sha256 !== undefined && source.file === undefined
    ? [
        {
          rule: 'serving/source',
          field: `${field}.sha256`,
          got: 'a checksum for a folder',
          want: 'a checksum of one file',
          fix: 'name the file, or remove sha256 and set revision',
        },
      ]
    : [];

const problemsOf = (
  spec: PlatformSpec,
  model: ModelDefinition,
  source: ModelSource,
  pods: number,
  field: string,
): readonly Inconsistency[] => [
  ...emptyImageProblems(model, source, field),
  ...folderProblems(model, source, field),
  ...(source.kind === 's3' ? s3Problems(source, field) : []),
  ...(source.kind === 'claim' ? claimProblems(source, field) : []),
  ...(source.kind === 'claim' ? newClaimProblems(spec, source.claim, pods, `${field}.claim`) : []),
];

/** Models that cannot be where they are said to be: storage classes, shared volumes, checksums, archives. */
export const sourceProblems = (
  spec: PlatformSpec,
  model: ModelDefinition,
  field: string,
): readonly Inconsistency[] => {
  const { canary, scaling } = model;
  const { max } = podRange(scaling);
  const own = canary?.source;
  const tried =
    canary?.by === 'route' ? canary.replicas : (splitByWeight(max, canary?.weight ?? 0)?.canary ?? 0);
  // By route the canary comes on top of the others, by replicas it is among them.
  const all = canary?.by === 'route' ? max + tried : max;
  const stable = own === undefined ? all : all - tried;
  return [
    ...problemsOf(spec, model, model.source, stable, `${field}.source`),
    ...(own === undefined ? [] : problemsOf(spec, model, own, tried, `${field}.canary.source`)),
    ...model.batch.flatMap((job) =>
      (['input', 'output'] as const).flatMap((use) => {
        const claim = job[use]?.claim;
        return newClaimProblems(spec, claim, 1, `${field}.batch[${job.name}].${use}.claim`);
      }),
    ),
  ];
};
