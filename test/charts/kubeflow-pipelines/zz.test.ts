import { checkRelease } from '../../../lib/policy';
import { synthesize } from '../../../lib/synth';
import { checkPropsOf } from '../../../lib/cli/check-props';
import { kfpPlatform, operators, type KubeflowPipelinesInput } from './install';
const all: Record<string, [KubeflowPipelinesInput, any?]> = {
  default: [{}], postgres: [{ database: { kind: 'postgresql' } }], tls: [{ tls: { enabled: true } }], native: [{ pipelineStore: 'kubernetes' }], multi: [{ mode: { kind: 'multi-user' } }],
  multitls: [{ mode: { kind: 'multi-user' }, tls: { enabled: true }, pipelineStore: 'kubernetes' }],
  deployer: [{ cache: { upstreamCacheDeployer: true } }],
  external: [{ database: { kind: 'external', engine: 'postgresql', host: 'db.example.internal' }, objectStore: { kind: 's3', host: 's3.example.internal', region: 'eu', caBundle: { secret: 'ca' } } }, [{ object: 'Secret/kubeflow/ca', by: 'site' }]],
  replicas: [{ workloads: { 'ml-pipeline': { replicas: 2 }, 'cache-server': { replicas: 2 }, 'workflow-controller': { replicas: 2 } } }],
  proxy: [{ proxy: { https: 'http://proxy.example.internal:3128' }, egress: ['192.0.2.0/24'] }],
  gateway: [{ ui: { exposure: { kind: 'gateway', host: 'kfp.example.internal', gateway: { name: 'g', namespace: 'gateways' } } } }],
  store: [{ credentials: { kind: 'external-secret', store: { kind: 'ClusterSecretStore', name: 'v' }, database: { key: 'a' }, objectStore: { key: 'b' } } }],
  sealed: [{ credentials: { kind: 'sealed-secret', database: { username: 'A'.repeat(120), password: 'B'.repeat(120) }, objectStore: { accesskey: 'C'.repeat(120), secretkey: 'D'.repeat(120) } } }],
  restricted: [{ cache: { enabled: false }, podSecurity: 'restricted' }],
  plain: [{ argoWorkflows: { enabled: false } }],
};
it.each(Object.keys(all))('%s', (k) => {
  const [s, e] = all[k]!;
  const p = kfpPlatform(s, { existing: [...operators, ...(e ?? [])] });
  const d = checkRelease(synthesize(p), checkPropsOf(p)).map((x) => `${x.severity} ${x.rule} ${JSON.stringify(x.where)} ${x.got} | ${x.fix}`).filter((x) => !/serving|openebs/.test(x));
  expect(d).toEqual([]);
});
