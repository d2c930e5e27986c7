import { isRecord } from '../../kubernetes';
import type { Workflow, WorkflowSpec } from '../argo';

type Fields = Readonly<Record<string, unknown>>;

const isEmpty = (value: unknown): boolean =>
  value === '' || (isRecord(value) && Object.keys(value).length === 0);

/** Fields that mean the same when they are left out, and that Go's types print nevertheless. */
const tidyContainer = (container: Fields): Fields =>
  Object.fromEntries(
    Object.entries(container).filter(
      ([key, value]) => !((key === 'name' || key === 'resources') && isEmpty(value)),
    ),
  );

const tidyTemplate = (template: Fields): Fields =>
  Object.fromEntries(
    Object.entries(template)
      .filter(([key, value]) => !(['inputs', 'outputs', 'metadata'].includes(key) && isEmpty(value)))
      .map(([key, value]) => [key, key === 'container' && isRecord(value) ? tidyContainer(value) : value]),
  );

/** A workflow's spec as people want it in Git: without the empty fields that the backend prints. */
export const tidySpec = ({ templates, volumeClaimTemplates, ...spec }: WorkflowSpec): Fields => ({
  ...spec,
  templates: templates.map((template) => tidyTemplate({ ...template })),
  ...(volumeClaimTemplates === undefined
    ? {}
    : {
        volumeClaimTemplates: volumeClaimTemplates.map(({ metadata, spec: claim }) => ({
          metadata,
          spec: claim,
        })),
      }),
});

/** Name and place of an object in Git. */
export interface ObjectPlace {
  readonly name: string;
  readonly namespace?: string;
}

/** The name of an object for a pipeline whose own name may be anything: the nearest DNS name. */
export const nearestObjectName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** A Kubernetes object as plain data. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Fields;
  readonly [field: string]: unknown;
}

/** The compiled workflow, ready to be started by name. https://argo-workflows.readthedocs.io/en/latest/workflow-templates/ */
export const workflowTemplate = (workflow: Workflow, place: ObjectPlace): PlainObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'WorkflowTemplate',
  metadata: place,
  spec: tidySpec(workflow.spec),
});
