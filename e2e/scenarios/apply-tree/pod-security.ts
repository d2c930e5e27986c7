import type { ControlPlane } from '../../../lib/control-plane';

const privilegedPod = (namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'drydock-e2e-privileged', namespace },
  spec: {
    containers: [
      { name: 'main', image: 'example.internal/none:1.0.0', securityContext: { privileged: true } },
    ],
  },
});

/** What happens to a privileged pod in a namespace, if it is anything but a refusal by Pod Security. */
export const admitsPrivileged = async (
  controlPlane: ControlPlane,
  namespace: string,
): Promise<string | undefined> => {
  const pod = JSON.stringify(privilegedPod(namespace));
  const created = await controlPlane.kubectl(['create', '--filename=-'], { stdin: pod });
  if (created.code === 0) return `${namespace} has let a privileged pod in`;
  return created.stderr.includes('violates PodSecurity')
    ? undefined
    : `${namespace}: ${created.stderr.trim()}`;
};
