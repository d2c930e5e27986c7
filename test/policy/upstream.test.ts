import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isRecord, type KubernetesObject } from '../../lib/kubernetes';
import { checkRelease } from '../../lib/policy';
import { oneComponent } from './support/release';

const install = join(
  process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../shared/upstream'),
  'kfp-install/2.17.0',
);

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

const read = (file: string): readonly KubernetesObject[] =>
  parseAllDocuments(readFileSync(join(install, file), 'utf8'))
    .map((document): unknown => document.toJS())
    .filter(isObject);

/** Rules on what Kubeflow Pipelines really is like: its pods are not restricted, its passwords are in the open. */
const trueOfUpstream = new Set([
  'disruption/unhealthy-eviction',
  'pod-security/enforced',
  'pod-security/restricted',
  'rbac/wildcard',
  'secret/plain',
  'storage/default-class',
]);

/** Upstream's objects carry no waves: order is what Drydock adds. */
const isAboutOrder = (rule: string): boolean => rule.startsWith('wave/');

describe('the rules on an installation that works', () => {
  if (!existsSync(install)) {
    it.skip(`needs ${install}`, () => undefined);
    return;
  }

  it.each([
    'platform-agnostic.yaml',
    'platform-agnostic-multi-user.yaml',
    'cert-manager--platform-agnostic-k8s-native.yaml',
  ])('find nothing that is not so: Kubeflow Pipelines, %s', (variant) => {
    const release = oneComponent([...read('cluster-scoped-resources.yaml'), ...read(variant)]);
    const found = checkRelease(release)
      .filter(({ rule }) => !trueOfUpstream.has(rule) && !isAboutOrder(rule))
      .map(({ rule, where, got }) => `${rule} ${where.kind === 'object' ? where.object : ''} ${got}`);
    expect(found).toEqual([
      // Made by a Deployment at run time, which no manifest says.
      'reference/secret Deployment/kubeflow/cache-server webhook-server-tls: no Secret of this name in namespace kubeflow',
      // The container announces 8888, the Service also leads to 18888.
      'service/target-port Service/kubeflow/seaweedfs 18888/TCP: Deployment/kubeflow/seaweedfs declares 8333, 8111, 9333, 19333, 8888',
    ]);
  });
});
