import type { KubernetesObject } from '../../kubernetes';
import type { Schema } from './notation';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly jsonPath: string;
  readonly description?: string;
}

/** A kind with one version. */
export interface DefinitionProps {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly scope?: 'Cluster' | 'Namespaced';
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly columns?: readonly PrinterColumn[];
  /** Whether `status` is written apart from the rest; `none` says so explicitly. Default: nothing is said. */
  readonly subresources?: 'status' | 'none';
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly description: string;
  readonly schema: Schema;
}

/** A CustomResourceDefinition. */
export const customResourceDefinition = (props: DefinitionProps): KubernetesObject => {
  const singular = props.kind.toLowerCase();
  const plural = `${singular}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${props.group}`,
      ...(props.labels === undefined ? {} : { labels: props.labels }),
      ...(props.annotations === undefined ? {} : { annotations: props.annotations }),
    },
    spec: {
      group: props.group,
      names: {
        kind: props.kind,
        listKind: `${props.kind}List`,
        plural,
        singular,
        ...(props.shortNames === undefined ? {} : { shortNames: props.shortNames }),
        ...(props.categories === undefined ? {} : { categories: props.categories }),
      },
      scope: props.scope ?? 'Namespaced',
      versions: [
        {
          name: props.version,
          served: true,
          storage: true,
          ...(props.subresources === undefined
            ? {}
            : { subresources: props.subresources === 'status' ? { status: {} } : {} }),
          ...(props.columns === undefined ? {} : { additionalPrinterColumns: props.columns }),
          schema: { openAPIV3Schema: { ...props.schema, description: props.description } },
        },
      ],
    },
  };
};
