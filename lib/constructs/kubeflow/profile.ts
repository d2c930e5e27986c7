import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ProfileDefinition } from '../../platform';

type Quota = NonNullable<ProfileDefinition['quota']>;

const hardOf = ({
  requests,
  limits,
  gpus,
  pods,
  claims,
  storage,
}: Quota): Readonly<Record<string, string>> => {
  const amounts = {
    'requests.cpu': requests?.cpu,
    'requests.memory': requests?.memory,
    'limits.cpu': limits?.cpu,
    'limits.memory': limits?.memory,
    'requests.nvidia.com/gpu': gpus,
    pods,
    persistentvolumeclaims: claims,
    'requests.storage': storage,
  };
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, String(amount)]],
    ),
  );
};

/**
 * A namespace that the profile controller makes. It dies with its profile, and everything in it: Argo CD may never
 * remove one by itself. https://www.kubeflow.org/docs/components/central-dash/profiles/
 */
export class Profile extends ApiObject {
  constructor(scope: Construct, id: string, { name, owner, quota }: ProfileDefinition) {
    super(scope, id, {
      apiVersion: 'kubeflow.org/v1',
      kind: 'Profile',
      metadata: {
        name,
        labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'profile' },
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      spec: {
        owner: owner.kind === 'ServiceAccount' ? owner : { apiGroup: 'rbac.authorization.k8s.io', ...owner },
        ...(quota === undefined ? {} : { resourceQuotaSpec: { hard: hardOf(quota) } }),
      },
    });
  }
}
