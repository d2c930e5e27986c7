import type { Install } from '../install';
import { parts, type Part } from '../parts';

/** Secret with the certificate of the API server's webhooks; its Certificate has the same name. */
export const apiWebhookSecret = 'kfp-api-webhook-cert';

/** Port of the API server's webhooks. */
export const webhookPort = 8443;

const name = 'pipelineversions.pipelines.kubeflow.org';

const configuration = ({ namespace }: Install, kind: 'Mutating' | 'Validating', path: string) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `${kind}WebhookConfiguration`,
  metadata: { name, annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${apiWebhookSecret}` } },
  webhooks: [
    {
      name,
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: 'ml-pipeline', namespace, path, port: webhookPort } },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      rules: [
        {
          apiGroups: ['pipelines.kubeflow.org'],
          apiVersions: ['v2beta1'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['pipelineversions'],
          scope: 'Namespaced',
        },
      ],
    },
  ],
});

/** The webhooks that complete and check PipelineVersions, where those are stored as objects. */
export const apiWebhooks = (install: Install): readonly Part[] =>
  install.nativeStore
    ? parts(
        'cert-manager',
        [
          configuration(install, 'Mutating', '/webhooks/mutate-pipelineversion'),
          configuration(install, 'Validating', '/webhooks/validate-pipelineversion'),
        ],
        { field: 'spec.kubeflowPipelines.pipelineStore' },
      )
    : [];
