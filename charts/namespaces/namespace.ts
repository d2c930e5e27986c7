import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { NamespaceNeed } from '../../lib/constructs';

const prefix = 'pod-security.kubernetes.io';

/**
 * A Namespace whose Pod Security level the API server enforces; it warns of and audits everything below `restricted`,
 * whatever it enforces. https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const addNamespace = (
  scope: Construct,
  need: NamespaceNeed,
  labels: Readonly<Record<string, string>>,
): Construct => {
  const own = new Construct(scope, need.name);
  // A namespace that must be privileged would only warn about what it is there for.
  const advisory = need.podSecurity === 'privileged' ? 'privileged' : 'restricted';
  new k8s.KubeNamespace(own, 'namespace', {
    metadata: {
      name: need.name,
      labels: {
        ...labels,
        [`${prefix}/enforce`]: need.podSecurity,
        [`${prefix}/warn`]: advisory,
        [`${prefix}/audit`]: advisory,
      },
      ...(need.because === undefined
        ? {}
        : { annotations: { 'drydock.dev/pod-security-reason': need.because } }),
    },
  });
  return own;
};
