import { fieldAt, keyId, listAt, recordAt, secretsMadeOf, stringAt, type ObjectKey } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { Cluster } from './cluster';
import type { ObjectIndex } from './objects';

/**
 * Annotation with which any object says what else comes into being because of it, as in `Secret/db-credentials` or
 * `ConfigMap/team-a/ca, Secret/team-a/ca`, with a star for every namespace: a Job that generates credentials, an operator.
 */
export const providesAnnotation = 'drydock.dev/provides';

/** Where the object that a reference names comes from. */
export type Resolution =
  | {
      /** These objects of the release are it, or make it. */
      readonly from: 'release';
      readonly manifests: readonly Manifest[];
      /** Its keys, for ConfigMaps and Secrets; undefined where only the cluster will know them. */
      readonly keys: ReadonlySet<string> | undefined;
    }
  | { readonly from: 'cluster' }
  | { readonly from: 'nowhere' };

interface Made {
  readonly by: Manifest;
  readonly keys: readonly string[] | undefined;
}

const declaredProvisions = ({ object, key }: Manifest): readonly ObjectKey[] =>
  (object.metadata.annotations?.[providesAnnotation] ?? '').split(',').flatMap((entry) => {
    const [kind, ...rest] = entry.trim().split('/');
    const name = rest.at(-1);
    if (kind === undefined || name === undefined) return [];
    return [{ group: '', kind, namespace: rest.length > 1 ? (rest[0] ?? '') : key.namespace, name }];
  });

/** Keys that an object holds in the open; undefined where it has none yet, for something will fill it. */
const ownKeys = ({ object }: Manifest): readonly string[] | undefined => {
  const keys = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys(recordAt(object, field)));
  return keys.length === 0 ? undefined : keys;
};

const anyNamespace = '*';

/** What the objects of a release make in the cluster beside themselves, and who provides what is asked for. */
export class ProviderIndex {
  private readonly made = new Map<string, Made[]>();

  constructor(
    private readonly objects: ObjectIndex,
    private readonly cluster: Cluster,
  ) {
    for (const manifest of objects.all) this.add(manifest);
  }

  private note(key: ObjectKey, made: Made): void {
    const id = keyId(key);
    const list = this.made.get(id);
    if (list === undefined) this.made.set(id, [made]);
    else list.push(made);
  }

  private add(manifest: Manifest): void {
    const { object, key } = manifest;
    for (const { namespace, name, keys } of secretsMadeOf(object)) {
      this.note({ group: '', kind: 'Secret', namespace, name }, { by: manifest, keys });
    }
    for (const provided of declaredProvisions(manifest))
      this.note(provided, { by: manifest, keys: undefined });
    switch (`${key.group}/${key.kind}`) {
      case 'apps/StatefulSet':
        for (const template of listAt(object, 'spec', 'volumeClaimTemplates')) {
          const name = `${stringAt(template, 'metadata', 'name') ?? ''}-${key.name}-#`;
          this.note(
            { group: '', kind: 'PersistentVolumeClaim', namespace: key.namespace, name },
            { by: manifest, keys: undefined },
          );
        }
        break;
      case 'kubeflow.org/Profile':
        // https://www.kubeflow.org/docs/components/central-dash/profiles/
        for (const made of [
          { group: '', kind: 'Namespace', namespace: '', name: key.name },
          { group: '', kind: 'ServiceAccount', namespace: key.name, name: 'default-editor' },
          { group: '', kind: 'ServiceAccount', namespace: key.name, name: 'default-viewer' },
        ]) {
          this.note(made, { by: manifest, keys: undefined });
        }
        break;
      case 'trust.cert-manager.io/Bundle':
        this.note(
          { group: '', kind: 'ConfigMap', namespace: anyNamespace, name: key.name },
          { by: manifest, keys: undefined },
        );
        break;
      case 'external-secrets.io/ClusterExternalSecret':
        this.note(
          {
            group: '',
            kind: 'Secret',
            namespace: anyNamespace,
            name: String(fieldAt(object, 'spec', 'externalSecretName') ?? key.name),
          },
          { by: manifest, keys: undefined },
        );
        break;
    }
  }

  private makers(key: ObjectKey): readonly Made[] {
    const ordinal = key.kind === 'PersistentVolumeClaim' ? key.name.replace(/-[0-9]+$/, '-#') : key.name;
    return [
      ...(this.made.get(keyId({ ...key, name: ordinal })) ?? []),
      ...(this.made.get(keyId({ ...key, namespace: anyNamespace })) ?? []),
    ];
  }

  /** Who provides an object, asked by an object of a namespace (empty for cluster-scoped ones). */
  resolve(key: ObjectKey, askedFrom: string): Resolution {
    const own = this.objects.find(key);
    const makers = this.makers(key);
    if (own === undefined && makers.length === 0) {
      return { from: this.cluster.provides(key, askedFrom) ? 'cluster' : 'nowhere' };
    }
    const sources: readonly (readonly string[] | undefined)[] = [
      ...makers.map(({ keys }) => keys),
      // An empty Secret or ConfigMap beside its maker is the one that the maker fills.
      ...(own === undefined || (makers.length > 0 && ownKeys(own) === undefined) ? [] : [ownKeys(own)]),
    ];
    const known = sources.flatMap((keys) => keys ?? []);
    return {
      from: 'release',
      manifests: [...(own === undefined ? [] : [own]), ...makers.map(({ by }) => by)],
      keys: sources.some((keys) => keys === undefined) ? undefined : new Set(known),
    };
  }
}
