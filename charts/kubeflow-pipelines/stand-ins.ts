import { certManager, externalSecrets, routes, sealedSecrets, type StandIn } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';

/** What a rehearsal plays: what the site installs itself, and the API server's webhooks, which need its containers. */
export const standInsOf = ({ spec }: Platform): readonly StandIn[] => {
  const { namespace, credentials, pipelineStore, tls, ui } = spec.kubeflowPipelines;
  const isNative = pipelineStore === 'kubernetes';
  const webhooks: readonly StandIn[] = isNative
    ? [
        {
          kind: 'webhook',
          namespace,
          service: 'ml-pipeline',
          because: 'the API server completes and checks PipelineVersions',
        },
      ]
    : [];
  return [
    ...(credentials.kind === 'generated' || credentials.kind === 'external-secret' ? externalSecrets : []),
    ...(credentials.kind === 'sealed-secret' ? sealedSecrets : []),
    ...(isNative || tls.enabled || ui.exposure.kind === 'ingress' ? certManager : []),
    ...(ui.exposure.kind === 'none' ? [] : routes),
    ...webhooks,
  ];
};
