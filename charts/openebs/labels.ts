/** Labels of the provisioner's objects; its pods are selected by them. */
export const provisionerLabels = {
  'app.kubernetes.io/name': 'localpv-provisioner',
  'app.kubernetes.io/component': 'provisioner',
} as const;

/** Name of everything that belongs to the provisioner, as OpenEBS' own chart has it. */
export const provisionerName = 'openebs-localpv-provisioner';
