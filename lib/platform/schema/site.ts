import { z } from 'zod';
import { supportedKubernetes } from '../versions';
import { byteQuantity, cpuQuantity, dnsLabel, dnsSubdomain, labels, pieces } from './scalars';

/** What the cluster is. */
export const kubernetesSchema = z
  .strictObject({
    version: z
      .enum(supportedKubernetes)
      .describe(
        'Kubernetes minor version. Removed APIs, defaults and add-on versions are checked against it.',
      ),
    distribution: z
      .enum(['kubeadm', 'managed'])
      .default('kubeadm')
      .describe(
        '`kubeadm`: the nodes below are ours to set up. `managed`: somebody else runs the control plane.',
      ),
    apiServer: z
      .strictObject({
        port: z.int().min(1).max(65535).default(6443).describe('Port of the API server on its nodes.'),
      })
      .prefault({})
      .describe('How pods reach the API server, for the network policies of those that must.'),
  })
  .describe('The cluster.');

const taint = z.strictObject({
  key: z.string().min(1).describe('Key of the taint.'),
  value: z.string().optional().describe('Value of the taint.'),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .describe('What it does to pods that do not tolerate it.'),
});

/** One machine of the site. */
export const nodeSchema = z
  .strictObject({
    name: dnsSubdomain.describe('Host name of the node.'),
    role: z
      .enum(['control-plane', 'worker'])
      .describe('Control-plane nodes get the usual taint unless they say otherwise.'),
    address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .describe('Address in the cluster network. Network policies let pods reach the API server there.'),
    pool: dnsLabel
      .optional()
      .describe(
        'Pool that the node belongs to: becomes the label `drydock.dev/pool`, which `placement.pool` selects.',
      ),
    capacity: z
      .strictObject({
        cpu: cpuQuantity.describe('Cores.'),
        memory: byteQuantity.describe('Memory.'),
        pods: pieces.default(110).describe('Pods that the kubelet takes.'),
        extended: z
          .record(z.string().regex(/^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/), pieces)
          .default({})
          .describe('Devices by resource name, as in `nvidia.com/gpu: 2`.'),
      })
      .describe('What the scheduler can give away. The requests of all workloads are checked against it.'),
    labels: labels.default({}).describe('Labels beside the usual ones.'),
    taints: z
      .array(taint)
      .optional()
      .describe('Taints. Default: none on workers, the control-plane taint on control-plane nodes.'),
    volumeGroups: z
      .array(z.string().min(1))
      .default([])
      .describe('LVM volume groups on this node, for storage classes of kind `lvm`.'),
    zfsPools: z
      .array(z.string().min(1))
      .default([])
      .describe('ZFS pools on this node, for classes of kind `zfs`.'),
  })
  .describe('One node.');

/** The nodes of the site. */
export const nodesSchema = z
  .array(nodeSchema)
  .min(1)
  .describe(
    'Every node of the site. They are not created from here: they are what the platform is checked against.',
  );
