/** Secrets that only exist while a cluster is made. Files name the variable; the runbook fills it. */
export const placeholders = {
  /** Lets a node join; ends after a day. */
  token: '${KUBEADM_TOKEN}',
  /** Encrypts the certificates that control-plane nodes share; ends after two hours. */
  certificateKey: '${KUBEADM_CERTIFICATE_KEY}',
  /** Digest of the public key of the cluster's authority. */
  caCertHash: '${KUBEADM_CA_CERT_HASH}',
} as const;

/** A text whose placeholders stand in quotes: a key of digits alone would be read as a number. */
export const quotedPlaceholders = (yaml: string): string => yaml.replace(/\$\{KUBEADM_\w+\}/g, '"$&"');
