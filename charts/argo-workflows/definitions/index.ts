import type { KubernetesObject } from '../../../lib/kubernetes';
import { customResourceDefinition, type DefinitionProps } from '../../../lib/constructs/custom-resource';
import { parts, type Part } from '../../kubeflow-pipelines/parts';
import { argoKinds } from './kinds';

type Kind = Omit<DefinitionProps, 'group' | 'version' | 'schema'> & { readonly schema: string };

const kinds: readonly Kind[] = [
  {
    kind: 'ClusterWorkflowTemplate',
    scope: 'Cluster',
    shortNames: ['clusterwftmpl', 'cwft'],
    description: 'A template of a workflow, for every namespace.',
    schema: 'Open',
  },
  {
    kind: 'CronWorkflow',
    shortNames: ['cwf', 'cronwf'],
    description: 'A workflow that runs on a schedule.',
    schema: 'OpenWithStatus',
  },
  {
    kind: 'WorkflowArtifactGCTask',
    shortNames: ['wfat'],
    description: 'Artifacts that a pod is to delete, and what became of them.',
    subresources: 'status',
    schema: 'WorkflowArtifactGCTask',
  },
  {
    kind: 'WorkflowEventBinding',
    shortNames: ['wfeb'],
    description: 'A workflow that an event starts.',
    schema: 'WorkflowEventBinding',
  },
  {
    kind: 'Workflow',
    shortNames: ['wf'],
    description: 'A run of steps.',
    subresources: 'none',
    columns: [
      { name: 'Status', type: 'string', jsonPath: '.status.phase', description: 'Status of the workflow' },
      {
        name: 'Age',
        type: 'date',
        format: 'date-time',
        jsonPath: '.status.startedAt',
        description: 'When the workflow was started',
      },
      {
        name: 'Message',
        type: 'string',
        jsonPath: '.status.message',
        description: 'Human readable message indicating details about why the workflow is in this condition.',
      },
    ],
    schema: 'OpenWithStatus',
  },
  {
    kind: 'WorkflowTaskResult',
    description: 'What a step has put out, from its pod to the controller.',
    schema: 'WorkflowTaskResult',
  },
  {
    kind: 'WorkflowTaskSet',
    shortNames: ['wfts'],
    description: 'Steps that an agent runs for the controller.',
    subresources: 'status',
    schema: 'WorkflowTaskSet',
  },
  {
    kind: 'WorkflowTemplate',
    shortNames: ['wftmpl'],
    description: 'A template of a workflow.',
    schema: 'Open',
  },
];

const definition = ({ schema, ...kind }: Kind): KubernetesObject =>
  customResourceDefinition({
    ...kind,
    group: 'argoproj.io',
    version: 'v1alpha1',
    schema: argoKinds.get(schema) ?? {},
  });

/** The eight kinds of Argo Workflows. */
export const argoDefinitions = (): readonly Part[] => parts('argo-definitions', kinds.map(definition));
