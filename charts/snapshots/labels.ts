/** Namespace that Kubernetes' own storage parts live in. */
export const controllerNamespace = 'kube-system';

/** Name of the Deployment and of what belongs to it, as upstream has it. */
export const controllerName = 'snapshot-controller';

/** Labels of the controller's objects; its pods are selected by them. */
export const controllerLabels = {
  'app.kubernetes.io/name': controllerName,
  'app.kubernetes.io/component': 'controller',
} as const;
