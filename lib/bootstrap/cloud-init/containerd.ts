import { mirrorImage } from '../../images';
import { hasGpu, type DeclaredNode, type Platform } from '../../platform';
import { pauseImage } from '../cluster';
import type { NodeFile } from './node-file';

/** Registries that images of the field are published in; the site's own registry holds each under its name. */
const publicRegistries = [
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'nvcr.io',
  'public.ecr.aws',
  'quay.io',
  'registry.k8s.io',
] as const;

/** containerd 1.7 and 2 name their plugins differently. https://github.com/containerd/containerd/blob/main/docs/cri/config.md */
const configText = (platform: Platform, node: DeclaredNode): string => {
  const two = platform.spec.bootstrap.containerd === '2';
  const runtime = two ? "'io.containerd.cri.v1.runtime'" : '"io.containerd.grpc.v1.cri"';
  const images = two ? "'io.containerd.cri.v1.images'" : '"io.containerd.grpc.v1.cri"';
  const pause = mirrorImage(pauseImage(platform), platform.spec.images.registry);
  const handler = (name: string, binary?: string): readonly string[] => [
    `[plugins.${runtime}.containerd.runtimes.${name}]`,
    '  runtime_type = "io.containerd.runc.v2"',
    `[plugins.${runtime}.containerd.runtimes.${name}.options]`,
    '  SystemdCgroup = true',
    ...(binary === undefined ? [] : [`  BinaryName = "${binary}"`]),
  ];
  return [
    `version = ${two ? 3 : 2}`,
    '',
    ...(two
      ? [`[plugins.${images}.pinned_images]`, `  sandbox = "${pause}"`]
      : [`[plugins.${images}]`, `  sandbox_image = "${pause}"`]),
    '',
    // On a machine with GPUs every pod may ask for one; the runtime acts like runc for those that do not.
    ...(hasGpu(node) ? [`[plugins.${runtime}.containerd]`, '  default_runtime_name = "nvidia"', ''] : []),
    ...handler('runc'),
    '',
    ...(hasGpu(node) ? [...handler('nvidia', '/usr/bin/nvidia-container-runtime'), ''] : []),
    `[plugins.${images}.registry]`,
    '  config_path = "/etc/containerd/certs.d"',
    '',
  ].join('\n');
};

/** Where a public registry is looked for: at the site's, under its own name, and nowhere else. */
const hostsText = (siteRegistry: string, registry: string): string => {
  const slash = siteRegistry.indexOf('/');
  const host = slash < 0 ? siteRegistry : siteRegistry.slice(0, slash);
  const path = slash < 0 ? '' : siteRegistry.slice(slash);
  return [
    `server = "https://${host}/v2${path}/${registry}"`,
    '',
    `[host."https://${host}/v2${path}/${registry}"]`,
    '  capabilities = ["pull", "resolve"]',
    '  override_path = true',
    '',
  ].join('\n');
};

/**
 * containerd's configuration: systemd's control groups, the runtime of GPUs, and the site's registry in place of the
 * public ones. https://github.com/containerd/containerd/blob/main/docs/hosts.md
 */
export const containerdFiles = (platform: Platform, node: DeclaredNode): readonly NodeFile[] => {
  const { registry } = platform.spec.images;
  return [
    { path: '/etc/containerd/config.toml', content: configText(platform, node) },
    ...(registry === undefined
      ? []
      : publicRegistries.map((each) => ({
          path: `/etc/containerd/certs.d/${each}/hosts.toml`,
          content: hostsText(registry, each),
        }))),
  ];
};
