import { compareInstalls, describeDifference } from '../../../scripts/kfp-differences/compare';
import { installed, type KubeflowPipelinesInput } from './install';
import { hasUpstream, upstream, upstreamInstalls } from './upstream';

const parity: KubeflowPipelinesInput = {
  upstreamParity: true,
  cache: { upstreamCacheDeployer: true, image: 'ghcr.io/containerd/busybox' },
};

const variants: Readonly<Record<string, KubeflowPipelinesInput>> = {
  plain: { ...parity, argoWorkflows: { enabled: false } },
  'platform-agnostic': parity,
  'platform-agnostic-postgresql': { ...parity, database: { kind: 'postgresql' } },
  'cert-manager--platform-agnostic-k8s-native': { ...parity, pipelineStore: 'kubernetes' },
  'cert-manager--platform-agnostic-standalone-tls': { ...parity, tls: { enabled: true } },
  'platform-agnostic-multi-user': { ...parity, mode: { kind: 'multi-user' } },
};

describe('upstream parity', () => {
  if (!hasUpstream) {
    it.skip(`needs ${upstreamInstalls}`, () => undefined);
    return;
  }
  it.each(Object.entries(variants))('%s', (file, settings) => {
    const d = compareInstalls(upstream(file), installed(settings)).map(describeDifference);
    expect(d).toEqual([]);
  });
});
