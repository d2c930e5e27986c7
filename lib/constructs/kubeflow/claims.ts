import type { Construct } from 'constructs';
import type { Mount } from '../../platform';
import { addClaim, claimName } from '../model-server/claims';
import type { KubeflowSite } from './site';

/** Name of the claim that is made for a volume of some work, by the folder that it is mounted at. */
export const madeClaimName = (work: string, mountPath: string): string =>
  `${work}${mountPath.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.replace(/-$/, '');

/** The volumes of some work, by the names of their claims. */
export const claimedMounts = (
  work: string,
  volumes: readonly Mount[],
): readonly (Omit<Mount, 'claim'> & { readonly claimName: string })[] =>
  volumes.map(({ claim, ...mount }) => ({
    ...mount,
    claimName: claimName(claim, madeClaimName(work, mount.mountPath)),
  }));

/** Makes the claims that some work asks for. */
export const addClaims = (
  scope: Construct,
  work: string,
  volumes: readonly Pick<Mount, 'claim' | 'mountPath'>[],
  namespace: string,
  labels: { readonly [label: string]: string },
  site: KubeflowSite,
): void => {
  for (const { claim, mountPath } of volumes) {
    addClaim(
      scope,
      `claim${mountPath.replaceAll('/', '-')}`,
      claim,
      {
        name: madeClaimName(work, mountPath),
        namespace,
        labels,
        // Work that is stopped, or waits, has no pod: until one comes, nothing binds the claim.
        annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' },
      },
      site.storageClassName,
    );
  }
};
