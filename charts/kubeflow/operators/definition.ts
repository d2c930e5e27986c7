import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/** A schema that says nothing of what is below: pod templates are checked when pods are made of them. */
export const anything: k8s.JsonSchemaProps = { type: 'object', xKubernetesPreserveUnknownFields: true };

/** The same inside a map or list, which cdk8s writes as they are, without its own names for fields. */
export const anythingInside = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;

/** A schema of an object with these fields. */
export const fields = (
  properties: Readonly<Record<string, k8s.JsonSchemaProps>>,
  required: readonly string[] = [],
): k8s.JsonSchemaProps => ({
  type: 'object',
  properties: { ...properties },
  ...(required.length === 0 ? {} : { required: [...required] }),
});

/** What sets one of the kinds apart. */
export interface OperatorKind {
  readonly kind: string;
  readonly plural: string;
  /** Served versions; the first one is stored. All have the same schema. */
  readonly versions: readonly string[];
  readonly labels: { readonly [label: string]: string };
  readonly spec: k8s.JsonSchemaProps;
  readonly columns: readonly k8s.CustomResourceColumnDefinition[];
  readonly scale?: k8s.CustomResourceSubresourceScale;
}

const age: k8s.CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};

/** Defines a kind of the group `kubeflow.org`; its status is whatever the controller writes. */
export const addDefinition = (scope: Construct, definition: OperatorKind): void => {
  const { kind, plural, versions, labels, spec, columns, scale } = definition;
  const [stored] = versions;
  new k8s.KubeCustomResourceDefinition(scope, `definition-${plural}`, {
    metadata: { name: `${plural}.kubeflow.org`, labels: { ...labels } },
    spec: {
      group: 'kubeflow.org',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: versions.map((name) => ({
        name,
        served: true,
        storage: name === stored,
        subresources: { status: {}, ...(scale === undefined ? {} : { scale }) },
        additionalPrinterColumns: [...columns, age],
        schema: {
          openApiv3Schema: fields({
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
            metadata: { type: 'object' },
            spec,
            status: anything,
          }),
        },
      })),
    },
  });
};
