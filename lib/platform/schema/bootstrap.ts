import { z } from 'zod';
import { dnsSubdomain, port, wanted, webAddress } from './scalars';

const patchVersion = z
  .string()
  .regex(/^1\.\d+\.\d+$/, wanted('a release such as 1.34.2', 'write major, minor and patch'));

const certificate = z
  .string()
  .refine(
    (text) => /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n?$/.test(text),
    wanted('one certificate in PEM', 'paste it as a block, without a key'),
  );

const sshKey = z
  .string()
  .regex(
    /^(ssh-(ed25519|rsa)|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/=]+( \S.*)?$/,
    wanted('a public SSH key', 'paste the content of the .pub file'),
  );

/** How bare machines become a cluster; read for `distribution: kubeadm` alone. */
export const bootstrapSchema = z
  .strictObject({
    kubernetesRelease: patchVersion
      .optional()
      .describe(
        'Release of Kubernetes that is installed on the nodes. Default: a known one of spec.kubernetes.version.',
      ),
    clusterName: z.string().min(1).max(63).optional().describe('Default: the name of the platform.'),
    controlPlaneEndpoint: z
      .strictObject({
        host: z
          .union([z.ipv4(), z.ipv6(), dnsSubdomain])
          .describe('Name or address that stands for the whole control plane.'),
        port: port.default(6443).describe('Its port.'),
      })
      .optional()
      .describe(
        'Where nodes reach the control plane; needed from two control-plane nodes on, and it cannot be added later. Default: the only control-plane node.',
      ),
    virtualAddress: z
      .strictObject({
        address: z.ipv4().describe('Address that moves between the control-plane nodes.'),
        interface: z.string().min(1).describe('Interface of the nodes that has it.'),
        routerId: z
          .int()
          .min(1)
          .max(255)
          .default(51)
          .describe('VRRP router id; unique among the clusters on the link.'),
      })
      .optional()
      .describe('Lets keepalived hold the endpoint on the nodes. Default: something else balances.'),
    certificateSANs: z
      .array(z.union([z.ipv4(), z.ipv6(), dnsSubdomain]))
      .default([])
      .describe('More names in the certificate of the API server.'),
    ssh: z
      .strictObject({
        user: z
          .string()
          .regex(/^[a-z_][a-z0-9_-]*$/, wanted('a user name', 'use lower-case letters and digits'))
          .default('admin')
          .describe('User that the runbook logs in as; cloud-init makes it, with sudo.'),
        authorizedKeys: z.array(sshKey).default([]).describe('Public keys that may log in.'),
      })
      .prefault({})
      .describe('How people reach the nodes.'),
    timeServers: z
      .array(z.union([z.ipv4(), z.ipv6(), dnsSubdomain]))
      .default([])
      .describe('NTP servers. Default: those of the operating system.'),
    trustedCertificates: z
      .array(certificate)
      .default([])
      .describe('Certificate authorities that the nodes trust, such as the one of the registry.'),
    packages: z
      .strictObject({
        kubernetes: webAddress
          .default('https://pkgs.k8s.io/core:/stable:')
          .describe('Debian repository of kubeadm, kubelet and kubectl, without the minor version.'),
        nvidia: webAddress
          .default('https://nvidia.github.io/libnvidia-container')
          .describe('Debian repository of the NVIDIA container toolkit.'),
        gpuDriver: z
          .array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, wanted('a package name', 'correct it')))
          .default([])
          .describe('Packages of the NVIDIA driver. Default: none; the image of the machine has it.'),
      })
      .prefault({})
      .describe('Where nodes install from: mirrors, on a site without a way out.'),
    containerd: z
      .enum(['1.7', '2'])
      .default('1.7')
      .describe('Major version of containerd in the operating system; decides how it is configured.'),
    argoCD: z
      .strictObject({
        chartVersion: z
          .string()
          .regex(/^\d+\.\d+\.\d+$/, wanted('a version such as 10.3.3', 'write it in full'))
          .optional()
          .describe(
            'Version of the Helm chart `argo-cd`. Default: the one known to carry spec.delivery.argoCD.version; where none is known, the runbook looks it up.',
          ),
        highAvailability: z
          .boolean()
          .optional()
          .describe('Two pods of each part and three of Redis. Default: with three workers or more.'),
      })
      .prefault({})
      .describe('How Argo CD is installed.'),
  })
  .prefault({})
  .describe('From bare machines to Argo CD: the folder `bootstrap/`. Left out for `distribution: managed`.');
