export const name = 'flannel';
export const namespace = 'kube-flannel';
export const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'network' };
