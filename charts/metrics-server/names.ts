export const name = 'metrics-server';
export const namespace = 'kube-system';
export const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'server' };
