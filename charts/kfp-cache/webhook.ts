import { internalCertificate } from '../kubeflow-pipelines/certificates';
import type { Install } from '../kubeflow-pipelines/install';
import { parts, type Part } from '../kubeflow-pipelines/parts';
import { webhookSecret, webhookService } from './server';

const certificate = 'kfp-cache-cert';

/**
 * The webhook in its declarative form. Everything that the API server would fill in is written out, so that Argo CD
 * finds no difference; only the CA is left to cert-manager, which writes it.
 */
const configuration = ({ namespace, settings }: Install) => {
  const { failurePolicy, timeoutSeconds, selector } = settings.cache;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: `cache-webhook-${namespace}`,
      labels: { app: 'cache-server' },
      annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${certificate}` },
    },
    webhooks: [
      {
        name: `cache-server.${namespace}.svc`,
        admissionReviewVersions: ['v1beta1'],
        clientConfig: {
          service: { name: webhookService, namespace, path: '/mutate', port: 443 },
        },
        failurePolicy,
        sideEffects: 'None',
        timeoutSeconds,
        matchPolicy: 'Equivalent',
        reinvocationPolicy: 'Never',
        namespaceSelector: {},
        objectSelector: { matchLabels: selector },
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' },
        ],
      },
    ],
  };
};

/** Certificate, and the webhook that trusts it. */
export const cacheWebhook = (install: Install): readonly Part[] => {
  const { namespace } = install;
  return parts('cert-manager', [
    ...internalCertificate(install, {
      name: certificate,
      secretName: webhookSecret,
      issuer: 'kfp-cache-selfsigned-issuer',
      dnsNames: [webhookService, `${webhookService}.${namespace}`, `${webhookService}.${namespace}.svc`],
    }),
    configuration(install),
  ]);
};
