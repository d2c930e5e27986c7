import type { k8s } from 'cdk8s-plus-27';
import { object, text } from './schema';

/** Group of the snapshot kinds. */
export const snapshotGroup = 'snapshot.storage.k8s.io';

/** A column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type: 'boolean' | 'date' | 'integer' | 'string';
  readonly jsonPath: string;
  readonly description?: string;
}

/** What sets one snapshot kind apart from the others. */
export interface SnapshotKind {
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  /** Pull request that approved the API: the API server wants to see it for groups that end in `k8s.io`. */
  readonly approval: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, k8s.JsonSchemaProps>>;
  readonly required: readonly string[];
  readonly columns: readonly Column[];
  /** Whether `status` is written apart from the rest. */
  readonly status: boolean;
}

const age: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/**
 * The CustomResourceDefinition of a snapshot kind, version v1 only: v1beta1 is no longer served by any supported
 * version of the snapshotter.
 */
export const definitionOf = (snapshotKind: SnapshotKind): k8s.KubeCustomResourceDefinitionProps => {
  const { kind, scope, fields, required, columns, status } = snapshotKind;
  const singular = kind.toLowerCase();
  const plural = singular.endsWith('s') ? `${singular}es` : `${singular}s`;
  return {
    metadata: {
      name: `${plural}.${snapshotGroup}`,
      labels: {
        'app.kubernetes.io/name': 'snapshot-controller',
        'app.kubernetes.io/component': 'definition',
      },
      annotations: { 'api-approved.kubernetes.io': snapshotKind.approval },
    },
    spec: {
      group: snapshotGroup,
      names: { kind, listKind: `${kind}List`, plural, singular, shortNames: [...snapshotKind.shortNames] },
      scope,
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: status ? { status: {} } : {},
          additionalPrinterColumns: [...columns, age],
          schema: {
            openApiv3Schema: object(
              snapshotKind.description,
              {
                apiVersion: text('Group and version of the object.'),
                kind: text('Kind of the object.'),
                metadata: { type: 'object' },
                ...fields,
              },
              { required },
            ),
          },
        },
      ],
    },
  };
};
