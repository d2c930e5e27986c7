import { spawnSync } from 'node:child_process';
import { parseAllDocuments, parse } from 'yaml';
import { fieldAt, isRecord, listAt, stringAt } from '../../lib/kubernetes';
import { filesOf } from '../../lib/output';
import { synthesize } from '../../lib/synth';
import { minimal, read, refusalsOf, summarize } from '../platform/minimal';

const threeMasters = minimal
  .replace(
    '  - name: worker-1',
    `  - name: control-2
    role: control-plane
    address: 192.0.2.12
    capacity: {cpu: 4, memory: 8Gi}
  - name: control-3
    role: control-plane
    address: 192.0.2.13
    capacity: {cpu: 4, memory: 8Gi}
  - name: worker-1`,
  )
  .replace(
    '  delivery:',
    `  bootstrap:
    virtualAddress: {address: 192.0.2.10, interface: eth0}
  delivery:`,
  );

const withSpec = (lines: string): string => minimal.replace('  delivery:', `${lines}\n  delivery:`);

const treeOf = (text: string): ReadonlyMap<string, string> =>
  new Map(filesOf(synthesize(read(text))).map((file) => [file.path, file.text]));

const textOf = (tree: ReadonlyMap<string, string>, path: string): string => {
  const found = tree.get(path);
  if (found === undefined) throw new Error(`no ${path} in ${[...tree.keys()].join(', ')}`);
  return found;
};

const documents = (text: string): ReadonlyMap<string, unknown> =>
  new Map(
    parseAllDocuments(text).map((each) => {
      const value: unknown = each.toJS();
      return [stringAt(value, 'kind') ?? '', value];
    }),
  );

const filesOnNode = (userData: string): ReadonlyMap<string, string> =>
  new Map(
    listAt(parse(userData), 'write_files').map((each) => [
      stringAt(each, 'path') ?? '',
      stringAt(each, 'content') ?? '',
    ]),
  );

const shellBlocks = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);

describe('the bootstrap of a site of our own nodes', () => {
  it('has a kubeadm configuration and user data for every node', () => {
    const paths = [...treeOf(threeMasters).keys()].filter((path) => path.startsWith('bootstrap/'));
    expect(paths).toEqual([
      'bootstrap/AppProject-lab.yaml',
      'bootstrap/Application-lab.yaml',
      'bootstrap/RUNBOOK.md',
      'bootstrap/argocd/values.yaml',
      ...['control-1', 'control-2', 'control-3', 'worker-1'].map(
        (node) => `bootstrap/cloud-init/${node}.yaml`,
      ),
      ...['control-1', 'control-2', 'control-3', 'worker-1'].map((node) => `bootstrap/kubeadm/${node}.yaml`),
    ]);
  });

  it('makes the cluster on the first control-plane node and joins it on the others', () => {
    const tree = treeOf(threeMasters);
    expect([...documents(textOf(tree, 'bootstrap/kubeadm/control-1.yaml')).keys()]).toEqual([
      'InitConfiguration',
      'ClusterConfiguration',
      'KubeletConfiguration',
      'KubeProxyConfiguration',
    ]);
    const second = documents(textOf(tree, 'bootstrap/kubeadm/control-2.yaml')).get('JoinConfiguration');
    expect(fieldAt(second, 'controlPlane', 'localAPIEndpoint')).toEqual({
      advertiseAddress: '192.0.2.12',
      bindPort: 6443,
    });
    const worker = documents(textOf(tree, 'bootstrap/kubeadm/worker-1.yaml')).get('JoinConfiguration');
    expect(fieldAt(worker, 'controlPlane')).toBeUndefined();
    expect(fieldAt(worker, 'discovery', 'bootstrapToken', 'apiServerEndpoint')).toBe('192.0.2.10:6443');
  });

  it('lets the virtual address move to the node whose API server answers', () => {
    const tree = treeOf(threeMasters);
    const files = filesOnNode(textOf(tree, 'bootstrap/cloud-init/control-2.yaml'));
    expect(files.get('/etc/keepalived/keepalived.conf')).toContain('  priority 99\n');
    expect(files.get('/etc/keepalived/keepalived.conf')).toContain('    192.0.2.11\n    192.0.2.13\n');
    const worker = filesOnNode(textOf(tree, 'bootstrap/cloud-init/worker-1.yaml'));
    expect(worker.has('/etc/keepalived/keepalived.conf')).toBe(false);
  });

  it('writes arguments as a map for a kubeadm before v1beta4', () => {
    const old = minimal
      .replace('version: "1.34"', 'version: "1.30"')
      .replace('lab.git', 'lab.git\n    argoCD: {version: "3.1"}');
    const init = documents(textOf(treeOf(old), 'bootstrap/kubeadm/control-1.yaml'));
    expect(init.get('ClusterConfiguration')).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta3',
      scheduler: { extraArgs: { 'bind-address': '0.0.0.0' } },
    });
  });

  it('starts user data with the line that cloud-init looks for', () => {
    expect(textOf(treeOf(minimal), 'bootstrap/cloud-init/worker-1.yaml').split('\n')[0]).toBe(
      '#cloud-config',
    );
  });

  it('sends every public registry to the one of the site', () => {
    const text = withSpec('  images: {registry: "registry.example.internal:5000/mirror"}');
    const files = filesOnNode(textOf(treeOf(text), 'bootstrap/cloud-init/worker-1.yaml'));
    expect(files.get('/etc/containerd/certs.d/quay.io/hosts.toml')).toContain(
      '[host."https://registry.example.internal:5000/v2/mirror/quay.io"]',
    );
    expect(files.get('/etc/containerd/config.toml')).toContain(
      'sandbox_image = "registry.example.internal:5000/mirror/registry.k8s.io/pause:',
    );
  });

  it('gives nodes with a GPU its runtime, and only those', () => {
    const text = minimal.replace(
      'capacity: {cpu: 8, memory: 32Gi}',
      'capacity: {cpu: 8, memory: 32Gi, extended: {nvidia.com/gpu: 1}}',
    );
    const tree = treeOf(text);
    const runtime = 'runtimes.nvidia';
    expect(textOf(tree, 'bootstrap/cloud-init/worker-1.yaml')).toContain(runtime);
    expect(textOf(tree, 'bootstrap/cloud-init/control-1.yaml')).not.toContain(runtime);
    expect(textOf(tree, 'bootstrap/kubeadm/worker-1.yaml')).toContain('nvidia.com/gpu.present=true');
  });

  it('keeps every secret out of the files', () => {
    const texts = [...treeOf(threeMasters)].filter(([path]) => path.startsWith('bootstrap/kubeadm/'));
    for (const [, text] of texts) {
      expect(text).not.toMatch(/[a-z0-9]{6}\.[a-z0-9]{16}\b|sha256:[0-9a-f]{64}/);
      expect(text).toContain('token: "${KUBEADM_TOKEN}"');
    }
  });

  it('is left out as a whole on a managed cluster', () => {
    const tree = treeOf(minimal.replace('version: "1.34"', 'version: "1.34"\n    distribution: managed'));
    expect([...tree.keys()].filter((path) => path.startsWith('bootstrap/'))).toEqual([]);
    expect(tree.has('root/Application-lab.yaml')).toBe(true);
  });

  it('records every file with its digest', () => {
    const record: unknown = JSON.parse(textOf(treeOf(minimal), 'release.json'));
    const paths = listAt(record, 'plainFiles').map((each) => stringAt(each, 'path'));
    expect(paths).toContain('bootstrap/RUNBOOK.md');
    expect(listAt(record, 'plainFiles').every(isRecord)).toBe(true);
  });
});

describe.each([
  ['a single control plane', minimal],
  ['three control planes', threeMasters],
  ['a site with Flannel', withSpec('  network: {podSubnet: 10.244.0.0/16, cni: {kind: flannel}}')],
  ['a site with Cilium', withSpec('  network: {podSubnet: 10.244.0.0/16, cni: {kind: cilium}}')],
  ['a site with Calico', withSpec('  network: {podSubnet: 10.244.0.0/16, cni: {kind: calico}}')],
])('the runbook of %s', (_name, text) => {
  const tree = treeOf(text);
  const runbook = textOf(tree, 'bootstrap/RUNBOOK.md');

  it('names no file of the tree that is not there', () => {
    const named = [...runbook.matchAll(/dist\/lab\/([\w./-]+)/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(6);
    const isThere = (path: string): boolean =>
      path.endsWith('/') ? [...tree.keys()].some((each) => each.startsWith(path)) : tree.has(path);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it('has commands that Bash can read', () => {
    for (const block of shellBlocks(runbook)) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
      expect([block, status, stderr]).toEqual([block, 0, '']);
    }
  });

  it('fills every placeholder that stands in a configuration', () => {
    const used = new Set(
      [...tree]
        .filter(([path]) => path.startsWith('bootstrap/kubeadm/'))
        .flatMap(([, each]) => [...each.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)),
    );
    expect(used.size).toBe(3);
    for (const name of used) expect(runbook).toContain(`export ${name}=`);
  });

  it('numbers its steps without a gap', () => {
    const numbers = [...runbook.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('a site that cannot become a cluster', () => {
  it.each([
    [
      'several control planes without an endpoint',
      threeMasters.replace(/ {2}bootstrap:\n.*\n/, ''),
      'bootstrap/endpoint',
    ],
    [
      'a release of another minor version',
      withSpec('  bootstrap: {kubernetesRelease: 1.33.1}'),
      'bootstrap/release',
    ],
    [
      'a label that kubelets may not set',
      minimal.replace('role: worker', 'role: worker\n    labels: {kubernetes.io/rack: "7"}'),
      'bootstrap/node-label',
    ],
    ['pods and Services that overlap', withSpec('  network: {podSubnet: 10.96.0.0/16}'), 'network/overlap'],
    ['pods that overlap a node', withSpec('  network: {podSubnet: 192.0.0.0/16}'), 'network/overlap'],
    ['a malformed subnet', withSpec('  network: {podSubnet: 10.244.0.1/16}'), 'platform/value'],
    [
      'a network plugin without its subnet',
      withSpec('  network: {cni: {kind: flannel}}'),
      'network/pod-subnet',
    ],
    [
      'a pool that overlaps a node',
      withSpec('  network: {loadBalancer: {pools: [{name: site, addresses: [192.0.2.1-192.0.2.20]}]}}'),
      'network/overlap',
    ],
    [
      'pools that overlap',
      withSpec(
        '  network: {loadBalancer: {pools: [{name: a, addresses: [198.51.100.0/25]}, {name: b, addresses: [198.51.100.100-198.51.100.130]}]}}',
      ),
      'network/overlap',
    ],
    [
      'a malformed pool',
      withSpec('  network: {loadBalancer: {pools: [{name: a, addresses: [198.51.100.30-198.51.100.10]}]}}'),
      'platform/value',
    ],
    [
      'a subnet of pods without room',
      withSpec('  network: {podSubnet: 10.244.0.0/24}'),
      'network/pod-subnet-size',
    ],
    [
      'pods of another address family than Services',
      withSpec('  network: {podSubnet: "fd00:10::/48"}'),
      'network/families',
    ],
  ])('is refused: %s', (_what, text, rule) => {
    const found = refusalsOf(text);
    expect(found.map((each) => each.rule)).toContain(rule);
    expect(summarize(found).join('\n')).not.toBe('');
  });
});
