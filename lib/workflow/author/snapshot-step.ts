import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { sanitizeName } from './names';
import { present } from './record';
import { ResourceLikeStep, type ResourceOptions } from './resource';
import type { Value } from './reference';
import { Snapshot } from './snapshot';
import type { Spec } from './spec';
import type { DialectName } from './step';
import type { PipelineVolume } from './volume';
import type { Lifetime } from './volume-step';
import { kind } from './identity';

/** Settings of a step that takes a snapshot. */
export interface SnapshotStepProps
  extends
    Omit<ResourceOptions<'size'>, 'action' | 'outputs' | 'ownedByWorkflow' | 'mergeStrategy'>,
    Lifetime {
  /** The volume, as it is once what wrote to it is over. */
  readonly volume: PipelineVolume;
  /** The snapshot is called `<workflow's name>-<resourceName>`. Default: the step's name. */
  readonly resourceName?: string;
  /** Default: the default snapshot class of the volume's driver. */
  readonly snapshotClass?: Value;
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, Value>>;
    readonly annotations?: Readonly<Record<string, Value>>;
  };
}

const claimOf = (volume: PipelineVolume, step: string): Value => {
  if (volume.source.kind === 'claim') return volume.source.claim;
  throw new Refusal([
    {
      rule: 'workflow/snapshot-source',
      severity: 'error',
      where: { kind: 'object', component: 'pipeline', object: `Step/${step}`, path: 'volume' },
      got: `volume ${volume.name}, which is no claim`,
      want: 'the volume of a claim: only those have snapshots',
      fix: 'take the snapshot of the volume of a VolumeStep, or of PipelineVolume.claim(…)',
    },
  ]);
};

/** Takes a snapshot of a volume, and waits until it can be used. */
export class SnapshotStep extends ResourceLikeStep<'size'> {
  static override readonly [kind]: string = 'SnapshotStep';

  /** The snapshot, for volumes made from it. */
  readonly snapshot: Snapshot;
  private readonly source: PipelineVolume;
  private readonly settings: SnapshotStepProps;

  constructor(scope: Construct, id: string, props: SnapshotStepProps) {
    super(scope, id, {
      successCondition: 'status.readyToUse == true',
      ...props,
      ...(props.ownership === 'kept' ? {} : { ownedByWorkflow: true }),
      outputs: { size: '{.status.restoreSize}' },
    });
    this.source = props.volume;
    this.settings = props;
    claimOf(props.volume, this.label);
    this.snapshot = new Snapshot(this.outputs.name, this.outputs.size);
  }

  override get snapshotOf(): PipelineVolume {
    return this.source;
  }

  override manifest(dialect: DialectName): Spec {
    const { resourceName, snapshotClass, metadata, volume } = this.settings;
    const claim = String(claimOf(volume, this.label));
    const className = snapshotClass === undefined ? undefined : String(snapshotClass);
    const head = {
      kind: 'VolumeSnapshot',
      metadata: { ...metadata, name: `{{workflow.name}}-${resourceName ?? sanitizeName(this.label)}` },
    };
    // The SDK wrote an API version that today's clusters do not serve any more.
    return dialect === 'kfp-v1'
      ? {
          apiVersion: 'snapshot.storage.k8s.io/v1alpha1',
          ...head,
          spec: present({
            snapshotClassName: className,
            source: { kind: 'PersistentVolumeClaim', name: claim },
          }),
        }
      : {
          apiVersion: 'snapshot.storage.k8s.io/v1',
          ...head,
          spec: present({
            source: { persistentVolumeClaimName: claim },
            volumeSnapshotClassName: className,
          }),
        };
  }
}
