/** Lets the cluster autoscaler move a pod although it may have local data, of which it has none. */
export const evictable = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' } as const;
