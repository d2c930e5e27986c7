import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { quantityPattern } from '../../kubernetes';
import { sanitizeName } from './names';
import { present } from './record';
import { ResourceLikeStep, type ResourceOptions } from './resource';
import { Reference, type Value } from './reference';
import type { Snapshot } from './snapshot';
import type { Spec } from './spec';
import { PipelineVolume } from './volume';
import { kind } from './identity';

/** How a volume may be mounted. */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteMany' | 'ReadOnlyMany' | 'ReadWriteOncePod';

type Common = Omit<ResourceOptions<'size'>, 'action' | 'outputs' | 'ownedByWorkflow' | 'mergeStrategy'>;

/** Whether a claim or snapshot goes with the run that made it. */
export interface Lifetime {
  /** `workflow`: deleted with the run. `kept`: stays until somebody deletes it. Default: `workflow`. */
  readonly ownership?: 'workflow' | 'kept';
}

/** Settings of a step that makes a volume. */
export type VolumeStepProps = Common &
  Lifetime &
  (
    | {
        /** The claim is called `<workflow's name>-<resourceName>`. Default: the step's name. */
        readonly resourceName?: string;
        /** As in `10Gi`. Default: the size of the snapshot that it is made from. */
        readonly size?: Value;
        /** Default: the cluster's default class. */
        readonly storageClass?: Value;
        /** Default: `ReadWriteOnce`. */
        readonly accessModes?: readonly AccessMode[];
        readonly volumeMode?: 'Filesystem' | 'Block';
        /** A snapshot: the volume then begins with what was in it. */
        readonly dataSource?: Snapshot;
        readonly metadata?: {
          readonly labels?: Readonly<Record<string, Value>>;
          readonly annotations?: Readonly<Record<string, Value>>;
        };
        readonly claim?: never;
      }
    | {
        /** A whole PersistentVolumeClaim instead. */
        readonly claim: Spec;
      }
  );

const refuse = (step: string, path: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    {
      rule: 'workflow/volume-size',
      severity: 'error',
      where: { kind: 'object', component: 'pipeline', object: `Step/${step}`, path },
      got,
      want,
      fix,
    },
  ]);
};

const claimOf = (props: VolumeStepProps, step: string): Spec => {
  if (props.claim !== undefined) return props.claim;
  const { dataSource, size = dataSource?.size, storageClass, accessModes, volumeMode, metadata } = props;
  if (size === undefined) {
    return refuse(
      step,
      'size',
      'no size',
      'a size, or a snapshot that tells its own',
      'add size, as in size: 10Gi',
    );
  }
  if (typeof size === 'string' && !size.includes('{{') && !quantityPattern.test(size)) {
    return refuse(step, 'size', size, 'a quantity such as 10Gi', 'write a number and a unit');
  }
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, name: `{{workflow.name}}-${props.resourceName ?? sanitizeName(step)}` },
    spec: present({
      accessModes: accessModes ?? ['ReadWriteOnce'],
      dataSource:
        dataSource === undefined
          ? undefined
          : { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: String(dataSource.name) },
      resources: { requests: { storage: size instanceof Reference ? String(size) : size } },
      storageClassName: storageClass instanceof Reference ? String(storageClass) : storageClass,
      volumeMode,
    }),
  };
};

/** Makes a claim while the pipeline runs. */
export class VolumeStep extends ResourceLikeStep<'size'> {
  static override readonly [kind]: string = 'VolumeStep';

  /** The volume, ready to be mounted. */
  readonly volume: PipelineVolume;
  private readonly claim: Spec;

  constructor(scope: Construct, id: string, props: VolumeStepProps) {
    super(scope, id, {
      ...props,
      ...(props.ownership === 'kept' ? {} : { ownedByWorkflow: true }),
      outputs: { size: '{.status.capacity.storage}' },
    });
    this.claim = claimOf(props, this.label);
    this.volume = PipelineVolume.claim(this.outputs.name, { name: this.label }).after(this);
  }

  override manifest(): Spec {
    return this.claim;
  }
}
