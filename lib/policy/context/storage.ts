import { fieldAt, fieldPath, listAt, recordAt, stringAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { ObjectIndex } from './objects';
import type { Workload, WorkloadIndex } from './workloads';

/** A request for a volume: a claim of its own, or one that a workload makes for each of its pods. */
export interface Claim {
  readonly manifest: Manifest;
  /** Path of the claim's `spec` in the object. */
  readonly path: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** The annotation that makes a StorageClass the default, where it does. */
export const defaultClassAnnotation = ({ object }: Manifest): string | undefined =>
  defaultAnnotations.find((key) => object.metadata.annotations?.[key] === 'true');

/** StorageClasses, claims, and who uses which claim. */
export class StorageIndex {
  readonly defaultClasses: readonly Manifest[];
  readonly claims: readonly Claim[];
  private readonly consumers = new Map<string, Workload[]>();

  constructor(
    private readonly objects: ObjectIndex,
    workloads: WorkloadIndex,
  ) {
    this.defaultClasses = objects
      .ofKind('storage.k8s.io/StorageClass')
      .filter((manifest) => defaultClassAnnotation(manifest) !== undefined);
    this.claims = [
      ...objects
        .ofKind('/PersistentVolumeClaim')
        .map((manifest): Claim => ({ manifest, path: 'spec', spec: recordAt(manifest.object, 'spec') })),
      ...objects.ofKind('apps/StatefulSet').flatMap((manifest) =>
        listAt(manifest.object, 'spec', 'volumeClaimTemplates').map((template, index): Claim => ({
          manifest,
          path: fieldPath('spec', 'volumeClaimTemplates', index, 'spec'),
          spec: recordAt(template, 'spec'),
        })),
      ),
      ...workloads.all.flatMap(({ manifest, template }) =>
        listAt(template.spec, 'volumes').flatMap((volume, index): readonly Claim[] =>
          fieldAt(volume, 'ephemeral', 'volumeClaimTemplate') === undefined
            ? []
            : [
                {
                  manifest,
                  path: fieldPath(
                    template.path,
                    'volumes',
                    index,
                    'ephemeral',
                    'volumeClaimTemplate',
                    'spec',
                  ),
                  spec: recordAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec'),
                },
              ],
        ),
      ),
    ];
    for (const workload of workloads.all) {
      for (const volume of listAt(workload.template.spec, 'volumes')) {
        const name = stringAt(volume, 'persistentVolumeClaim', 'claimName');
        if (name === undefined) continue;
        const id = `${workload.namespace}/${name}`;
        const list = this.consumers.get(id);
        if (list === undefined) this.consumers.set(id, [workload]);
        else list.push(workload);
      }
    }
  }

  /** Workloads that mount a claim. */
  consumersOf({ key }: Manifest): readonly Workload[] {
    return this.consumers.get(`${key.namespace}/${key.name}`) ?? [];
  }

  /** The class of a claim where the release brings it: the named one, or the default where none is named. */
  classOf({ spec }: Claim): Manifest | undefined {
    const name = stringAt(spec, 'storageClassName');
    if (name === undefined) return this.defaultClasses[0];
    return this.objects.find({ group: 'storage.k8s.io', kind: 'StorageClass', namespace: '', name });
  }
}
