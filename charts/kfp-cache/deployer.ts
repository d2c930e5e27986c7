import type { KubernetesObject } from '../../lib/kubernetes';
import { kfpImage, type Install } from '../kubeflow-pipelines/install';
import {
  allow,
  binding,
  field,
  parts,
  role,
  serviceAccount,
  workload,
  type Part,
} from '../kubeflow-pipelines/parts';
import { webhookSecret } from './server';

const account = 'kubeflow-pipelines-cache-deployer-sa';
const selector = { app: 'cache-deployer' };
const clusterRole = 'kubeflow-pipelines-cache-deployer-clusterrole';

/** The deployer signs a certificate with the cluster's own signer, and registers the webhook with it. */
const clusterRules = [
  allow(
    'certificates.k8s.io',
    'certificatesigningrequests certificatesigningrequests/approval',
    'create delete get update',
  ),
  allow('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create delete get list patch'),
  allow('certificates.k8s.io', 'signers', 'approve', 'kubernetes.io/*'),
];

/** What it leaves in the cluster, for those who look for it; upstream does not say. */
const provides = ({ parity }: Install, object: KubernetesObject): KubernetesObject =>
  parity
    ? object
    : {
        ...object,
        metadata: {
          ...object.metadata,
          annotations: { 'drydock.dev/provides': `Secret/${webhookSecret}` },
        },
      };

/** Upstream's way to register the webhook; see `spec.kubeflowPipelines.cache.upstreamCacheDeployer`. */
export const cacheDeployer = (install: Install): readonly Part[] => {
  const { namespace, multiUser } = install;
  const name = 'kubeflow-pipelines-cache-deployer-role';
  return [
    ...parts('cluster', [
      serviceAccount(account, namespace),
      role(clusterRole, undefined, clusterRules, { app: clusterRole }),
      binding(`${clusterRole}binding`, undefined, clusterRole, { account, namespace }),
    ]),
    ...parts('pipelines', [
      role(name, namespace, [allow('core', 'secrets', 'create delete get patch list')], selector),
      binding(
        `${name}binding`,
        namespace,
        name,
        // Single-user, upstream leaves the namespace out.
        { account, ...(multiUser ? { namespace } : {}) },
        selector,
      ),
      provides(
        install,
        workload({
          name: 'cache-deployer-deployment',
          namespace,
          selector,
          replicas: 1,
          recreate: true,
          serviceAccount: account,
          container: {
            name: 'main',
            image: kfpImage(install, 'cache-deployer'),
            pull: 'Always',
            env: { NAMESPACE_TO_WATCH: field('metadata.namespace') },
          },
          pod: { restartPolicy: 'Always' },
        }),
      ),
    ]),
  ];
};
