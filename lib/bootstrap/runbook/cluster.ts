import type { DeclaredNode, Platform } from '../../platform';
import { controlPlaneOf, hostOf, workersOf } from '../cluster';
import { bootstrapPaths } from '../paths';
import type { Step } from './step';

const variables = "'${KUBEADM_TOKEN} ${KUBEADM_CERTIFICATE_KEY} ${KUBEADM_CA_CERT_HASH}'";

const login = (platform: Platform, node: DeclaredNode): string =>
  `ssh ${platform.spec.bootstrap.ssh.user}@${hostOf(node)}`;

const sendConfiguration = (platform: Platform, outputPath: string, node: DeclaredNode): string =>
  `envsubst ${variables} < ${outputPath}/${bootstrapPaths.kubeadm(node.name)} | ${login(platform, node)} 'sudo install -m 0600 /dev/stdin /etc/kubernetes/kubeadm.yaml'`;

const removeConfiguration = (platform: Platform, node: DeclaredNode): string =>
  `${login(platform, node)} sudo rm /etc/kubernetes/kubeadm.yaml`;

const join = (platform: Platform, outputPath: string, node: DeclaredNode): readonly string[] => [
  sendConfiguration(platform, outputPath, node),
  `${login(platform, node)} sudo kubeadm join --config /etc/kubernetes/kubeadm.yaml`,
  removeConfiguration(platform, node),
];

const firstSteps = (platform: Platform, outputPath: string, first: DeclaredNode): readonly Step[] => {
  const kubeconfig = `$HOME/.kube/${platform.name}.conf`;
  return [
    {
      title: 'Make the secrets of the day',
      text: 'They live in this shell only: the token ends after 24 hours, the certificate key after two. Stay in this shell to the end.',
      commands: [
        `export KUBEADM_TOKEN="$(${login(platform, first)} kubeadm token generate)"`,
        `export KUBEADM_CERTIFICATE_KEY="$(${login(platform, first)} kubeadm certs certificate-key)"`,
      ],
    },
    {
      title: `Make the cluster on ${first.name}`,
      text: 'The nodes stay `NotReady` until there is a network.',
      commands: [
        sendConfiguration(platform, outputPath, first),
        `${login(platform, first)} sudo kubeadm init --config /etc/kubernetes/kubeadm.yaml --upload-certs`,
        removeConfiguration(platform, first),
      ],
    },
    {
      title: 'Take over the cluster',
      text: 'The administrator’s credentials. Keep the file as you keep a key.',
      commands: [
        'mkdir -p "$HOME/.kube"',
        `(umask 077; ${login(platform, first)} sudo cat /etc/kubernetes/admin.conf > "${kubeconfig}")`,
        `export KUBECONFIG="${kubeconfig}"`,
        'kubectl get nodes',
      ],
    },
  ];
};

const joinSteps = (platform: Platform, outputPath: string, first: DeclaredNode): readonly Step[] => {
  const others = controlPlaneOf(platform).slice(1);
  const workers = workersOf(platform);
  return [
    {
      title: 'Note the digest of the authority',
      text: 'So that the other nodes know whom they join.',
      commands: [
        `export KUBEADM_CA_CERT_HASH="sha256:$(${login(platform, first)} sudo cat /etc/kubernetes/pki/ca.crt | openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -r | cut -d' ' -f1)"`,
      ],
    },
    ...(others.length === 0
      ? []
      : [
          {
            title: 'Join the other control-plane nodes, one after the other',
            text: 'Each becomes a member of etcd. Where more than two hours have passed, first run `sudo kubeadm init phase upload-certs --upload-certs` on the first node and set KUBEADM_CERTIFICATE_KEY to what it prints.',
            commands: others.flatMap((node) => join(platform, outputPath, node)),
          },
        ]),
    ...(workers.length === 0
      ? []
      : [
          {
            title: 'Join the workers',
            text: 'Where a day has passed, set KUBEADM_TOKEN to what `sudo kubeadm token create` prints on the first node.',
            commands: workers.flatMap((node) => join(platform, outputPath, node)),
          },
        ]),
    {
      title: 'Approve the serving certificates of the kubelets',
      text: 'Look at the list first: one request of every node, each for its own name and address. Kubelets ask again before their certificates end, after a year.',
      commands: [
        'kubectl get csr --field-selector spec.signerName=kubernetes.io/kubelet-serving',
        'kubectl get csr --field-selector spec.signerName=kubernetes.io/kubelet-serving -o name | xargs --no-run-if-empty kubectl certificate approve',
      ],
    },
  ];
};

/** From machines to a cluster; `network` installs the network plugin once the first node is there. */
export const clusterSteps = (
  platform: Platform,
  outputPath: string,
  network: readonly Step[],
): readonly Step[] => {
  const [first] = controlPlaneOf(platform);
  if (first === undefined) return [];
  return [
    ...firstSteps(platform, outputPath, first),
    ...network,
    ...joinSteps(platform, outputPath, first),
    {
      title: 'See that every node is there',
      text: 'All nodes, with their labels and taints, must be `Ready` within minutes.',
      commands: [
        `kubectl wait --for=condition=Ready --timeout=10m ${platform.spec.nodes.map(({ name }) => `node/${name}`).join(' ')}`,
      ],
    },
  ];
};
