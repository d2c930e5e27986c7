import type { KubernetesObject } from '../../../lib/kubernetes';

/** A ConfigMap. */
export const configMap = (
  name: string,
  namespace: string,
  data: Readonly<Record<string, string>>,
  labels?: Readonly<Record<string, string>>,
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
  data,
});
