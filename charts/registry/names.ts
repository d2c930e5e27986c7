export const name = 'registry';
export const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'server' };
/** Secret of its certificate. */
export const tlsSecret = 'registry-tls';
