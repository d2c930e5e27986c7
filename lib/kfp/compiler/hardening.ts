import type { SecurityContext } from '../argo';

const seccompProfile = { type: 'RuntimeDefault' } as const;

/** The pods of driver and launcher. */
export const podSecurity: SecurityContext = { runAsNonRoot: true, seccompProfile };

/** Containers of driver and launcher. */
export const containerSecurity: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile,
};

/** The pods of users' own images, which may need root. */
export const userPodSecurity: SecurityContext = { seccompProfile };

/** Containers of users' own images. */
export const userContainerSecurity: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile,
};
