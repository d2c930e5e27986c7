import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Claim } from '../install';

/** The claim of a workload; none where one exists already. */
export const claim = (
  { name, size, accessMode, storageClass, existing }: Claim,
  namespace: string,
  labels?: Readonly<Record<string, string>>,
): KubernetesObject | undefined =>
  existing
    ? undefined
    : {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
        spec: {
          accessModes: [accessMode],
          resources: { requests: { storage: size } },
          ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
        },
      };
