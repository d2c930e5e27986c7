/** Where the files of the bootstrap stand in the tree. */
export const bootstrapPaths = {
  runbook: 'bootstrap/RUNBOOK.md',
  argoCdValues: 'bootstrap/argocd/values.yaml',
  networkValues: 'bootstrap/network/values.yaml',
  kubeadm: (node: string) => `bootstrap/kubeadm/${node}.yaml`,
  cloudInit: (node: string) => `bootstrap/cloud-init/${node}.yaml`,
  /** The root Application's project; `charts/argocd` writes both. */
  rootProject: (platform: string) => `bootstrap/AppProject-${platform}.yaml`,
  root: (platform: string) => `bootstrap/Application-${platform}.yaml`,
} as const;
