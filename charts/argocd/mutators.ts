import type { IgnoredDifference } from '../../lib/constructs';
import { fieldAt, listAt, recordAt } from '../../lib/kubernetes';
import type { Manifest, RenderedComponent } from '../../lib/render';

type Find = (manifest: Manifest) => readonly IgnoredDifference[];

const one = (
  { key }: Manifest,
  because: string,
  what: Pick<IgnoredDifference, 'jsonPointers' | 'jqPathExpressions'>,
): IgnoredDifference => ({
  group: key.group,
  kind: key.kind,
  name: key.name,
  ...what,
  because,
});

const missingBundle = (clientConfig: unknown): boolean => fieldAt(clientConfig, 'caBundle') === undefined;

/** Fields that the cluster writes by itself, by the kind that has them. Each is ignored only where we leave it open. */
const finders: Readonly<Record<string, Find>> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': (manifest) =>
    listAt(manifest.object, 'webhooks').some((webhook) => missingBundle(recordAt(webhook, 'clientConfig')))
      ? [
          one(manifest, 'a CA injector writes the bundle', {
            jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
          }),
        ]
      : [],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': (manifest) =>
    listAt(manifest.object, 'webhooks').some((webhook) => missingBundle(recordAt(webhook, 'clientConfig')))
      ? [
          one(manifest, 'a CA injector writes the bundle', {
            jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
          }),
        ]
      : [],
  'apiextensions.k8s.io/CustomResourceDefinition': (manifest) =>
    fieldAt(manifest.object, 'spec', 'conversion', 'strategy') === 'Webhook' &&
    missingBundle(recordAt(manifest.object, 'spec', 'conversion', 'webhook', 'clientConfig'))
      ? [
          one(manifest, 'a CA injector writes the bundle', {
            jsonPointers: ['/spec/conversion/webhook/clientConfig/caBundle'],
          }),
        ]
      : [],
  'apiregistration.k8s.io/APIService': (manifest) =>
    missingBundle(recordAt(manifest.object, 'spec')) &&
    fieldAt(manifest.object, 'spec', 'insecureSkipTLSVerify') !== true
      ? [one(manifest, 'a CA injector writes the bundle', { jsonPointers: ['/spec/caBundle'] })]
      : [],
  '/PersistentVolumeClaim': (manifest) => [
    one(manifest, 'the binder names the volume', { jsonPointers: ['/spec/volumeName'] }),
  ],
  'rbac.authorization.k8s.io/ClusterRole': (manifest) =>
    fieldAt(manifest.object, 'aggregationRule') === undefined
      ? []
      : [one(manifest, 'the aggregation controller writes the rules', { jsonPointers: ['/rules'] })],
  'apps/StatefulSet': (manifest) =>
    listAt(manifest.object, 'spec', 'volumeClaimTemplates').length === 0
      ? []
      : [
          one(manifest, 'the API server fills in type and status of claim templates', {
            jqPathExpressions: [
              '.spec.volumeClaimTemplates[]?.apiVersion',
              '.spec.volumeClaimTemplates[]?.kind',
              '.spec.volumeClaimTemplates[]?.status',
            ],
          }),
        ],
};

/** Replicas of a workload that an autoscaler owns. */
const scaled = (component: RenderedComponent): readonly IgnoredDifference[] =>
  component.manifests
    .filter(({ key }) => key.kind === 'HorizontalPodAutoscaler')
    .flatMap(({ object }) => {
      const target = recordAt(object, 'spec', 'scaleTargetRef');
      const { kind, name } = target;
      return typeof kind === 'string' && typeof name === 'string'
        ? [
            {
              group: 'apps',
              kind,
              name,
              jsonPointers: ['/spec/replicas'],
              because: 'the autoscaler sets them',
            },
          ]
        : [];
    });

/** Every difference of a component that is none: what controllers and the API server write into its objects. */
export const knownMutations = (component: RenderedComponent): readonly IgnoredDifference[] => [
  ...component.manifests.flatMap(
    (manifest) => finders[`${manifest.key.group}/${manifest.key.kind}`]?.(manifest) ?? [],
  ),
  ...scaled(component),
];
