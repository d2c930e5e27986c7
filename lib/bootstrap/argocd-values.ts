import { formatImage, mirrorImage, parseImage } from '../images';
import type { Platform } from '../platform';
import { emitYaml } from '../yaml';
import { workersOf } from './cluster';

/** Images of the chart without their tags, which the chart pins itself, by the value that names them. */
const images = {
  argoCD: 'quay.io/argoproj/argocd',
  redis: 'public.ecr.aws/docker/library/redis',
  haRedis: 'public.ecr.aws/docker/library/redis',
  haProxy: 'public.ecr.aws/docker/library/haproxy',
} as const;

/** The repository of an image in the site's registry. */
const repository = (image: string, registry: string | undefined): string => {
  const parsed = parseImage(mirrorImage(image, registry));
  return parsed === undefined ? image : formatImage(parsed);
};

const isHighlyAvailable = (platform: Platform): boolean =>
  platform.spec.bootstrap.argoCD.highAvailability ?? workersOf(platform).length >= 3;

/**
 * Values of the Helm chart `argo-cd`: what the platform needs of it, nothing else. Health checks and the tracking
 * method reach `argocd-cm` later, with the first sync. https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 */
export const argoCdValues = (platform: Platform): string => {
  const { registry, pullSecrets } = platform.spec.images;
  const available = isHighlyAvailable(platform);
  const replicas = available ? { replicas: 2 } : {};
  return emitYaml(
    {
      ...(registry === undefined && pullSecrets.length === 0
        ? {}
        : {
            global: {
              ...(registry === undefined
                ? {}
                : { image: { repository: repository(images.argoCD, registry) } }),
              ...(pullSecrets.length === 0
                ? {}
                : { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
            },
          }),
      // Definitions outlive the release: deleting them would delete every Application.
      crds: { install: true, keep: true },
      configs: { cm: { 'application.resourceTrackingMethod': 'annotation' } },
      ...(available
        ? {
            'redis-ha': {
              enabled: true,
              ...(registry === undefined
                ? {}
                : {
                    image: { repository: repository(images.haRedis, registry) },
                    haproxy: { image: { repository: repository(images.haProxy, registry) } },
                  }),
            },
          }
        : registry === undefined
          ? {}
          : { redis: { image: { repository: repository(images.redis, registry) } } }),
      controller: { replicas: 1 },
      ...(available ? { server: replicas, repoServer: replicas, applicationSet: replicas } : {}),
      dex: { enabled: false },
      notifications: { enabled: false },
    },
    { comment: ['Values of the Helm chart argo-cd, from spec.bootstrap.argoCD'] },
  );
};
