import { customResourceDefinition } from '../../../lib/constructs/custom-resource';
import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Install } from '../install';
import { parts, type Part } from '../parts';
import { applicationKinds } from './application-kind';
import { pipelineKinds } from './kinds';
import { metacontrollerKinds } from './metacontroller-kinds';

const kubeflowKind = (kind: string, shortName: string, description: string): KubernetesObject =>
  customResourceDefinition({
    group: 'kubeflow.org',
    version: 'v1beta1',
    kind,
    shortNames: [shortName],
    description,
    schema: pipelineKinds.get(kind) ?? {},
  });

const pipelineKind = (kind: string, description: string, parity: boolean): KubernetesObject =>
  customResourceDefinition({
    group: 'pipelines.kubeflow.org',
    version: 'v2beta1',
    kind,
    ...(kind === 'PipelineVersion' ? { subresources: 'status' as const } : {}),
    ...(parity ? { annotations: { 'controller-gen.kubebuilder.io/version': 'v0.16.4' } } : {}),
    description,
    schema: pipelineKinds.get(kind) ?? {},
  });

const metacontrollerKind = (
  kind: string,
  shortNames: readonly string[] | undefined,
  description: string,
  parity: boolean,
): KubernetesObject =>
  customResourceDefinition({
    group: 'metacontroller.k8s.io',
    version: 'v1alpha1',
    kind,
    scope: kind === 'ControllerRevision' ? 'Namespaced' : 'Cluster',
    ...(shortNames === undefined ? {} : { shortNames }),
    subresources: 'status',
    annotations: {
      // The API server wants the annotation on groups that end in `k8s.io`.
      'api-approved.kubernetes.io': 'unapproved, request not yet submitted',
      ...(parity ? { 'controller-gen.kubebuilder.io/version': 'v0.21.0' } : {}),
    },
    description,
    schema: metacontrollerKinds.get(kind) ?? {},
  });

const applicationColumns = [
  {
    name: 'Type',
    type: 'string',
    jsonPath: '.spec.descriptor.type',
    description: 'The type of the application',
  },
  { name: 'Version', type: 'string', jsonPath: '.spec.descriptor.version', description: 'The creation date' },
  {
    name: 'Owner',
    type: 'boolean',
    jsonPath: '.spec.addOwnerRef',
    description: 'The application object owns the matched resources',
  },
  {
    name: 'Ready',
    type: 'string',
    jsonPath: '.status.componentsReady',
    description: 'Numbers of components ready',
  },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'The creation date' },
];

/**
 * Upstream's single-user install defines `applications.app.k8s.io`, and ships no object of the kind. It takes the word
 * `applications` from Argo CD on the command line, and so comes with upstream's install only.
 */
const application = (): KubernetesObject => ({
  ...customResourceDefinition({
    group: 'app.k8s.io',
    version: 'v1beta1',
    kind: 'Application',
    shortNames: ['app'],
    categories: ['all'],
    columns: applicationColumns,
    subresources: 'status',
    annotations: {
      'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/application/pull/2',
      'controller-gen.kubebuilder.io/version': 'v0.4.0',
    },
    labels: { 'controller-tools.k8s.io': '1.0' },
    description: 'An application as a whole.',
    schema: applicationKinds.get('Application') ?? {},
  }),
  status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions: [] },
});

/** Definitions that Kubeflow Pipelines brings. */
export const definitions = ({ parity, multiUser, nativeStore, tls }: Install): readonly Part[] => [
  ...parts('cluster', [
    kubeflowKind('ScheduledWorkflow', 'swf', 'A run that is started again and again.'),
    kubeflowKind('Viewer', 'vi', 'A TensorBoard that somebody looks at.'),
  ]),
  // Upstream's install with TLS defines the kinds of the native store too, and does not use them.
  ...(nativeStore || (tls && parity)
    ? parts('definitions', [
        pipelineKind('Pipeline', 'A pipeline; its versions say what it does.', parity),
        pipelineKind('PipelineVersion', 'One version of a pipeline; cannot be changed.', parity),
      ])
    : []),
  ...(multiUser
    ? parts('metacontroller', [
        metacontrollerKind('CompositeController', ['cc', 'cctl'], 'Children of a parent object.', parity),
        metacontrollerKind('ControllerRevision', undefined, 'A revision of a parent object.', parity),
        metacontrollerKind(
          'DecoratorController',
          ['dec', 'decorators'],
          'Attachments to objects that exist.',
          parity,
        ),
      ])
    : []),
  ...parts('application', [parity && !multiUser ? application() : undefined]),
];
