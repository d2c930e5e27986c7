import { fieldAt, listAt, stringAt, type KubernetesObject } from '../../lib/kubernetes';
import { describeKey } from '../../lib/kubernetes';
import { manifestsOf, type Release } from '../../lib/render';
import { synthesize } from '../../lib/synth';
import { minimal, read, refusalsOf } from '../platform/minimal';

const withSpec = (lines: string): string => minimal.replace('  delivery:', `${lines}\n  delivery:`);

const withGpu = (text: string): string =>
  text.replace(
    'capacity: {cpu: 8, memory: 32Gi}',
    'capacity: {cpu: 8, memory: 32Gi, extended: {nvidia.com/gpu: 1}}',
  );

const releaseOf = (lines: string): Release => synthesize(read(withSpec(lines)));

const objectsOf = (release: Release): ReadonlyMap<string, KubernetesObject> =>
  new Map(manifestsOf(release).map(({ key, object }) => [describeKey(key), object]));

const objectIn = (release: Release, name: string): KubernetesObject => {
  const found = objectsOf(release).get(name);
  if (found === undefined) throw new Error(`no ${name} in ${[...objectsOf(release).keys()].join(', ')}`);
  return found;
};

const pools =
  '  network: {loadBalancer: {pools: [{name: site, addresses: [198.51.100.0/27]}, {name: lab, addresses: [198.51.100.64/27], autoAssign: false}]}}';

describe('address pools', () => {
  it('are announced, each by its own advertisement', () => {
    const release = releaseOf(pools);
    for (const name of ['site', 'lab']) {
      expect(
        fieldAt(objectIn(release, `L2Advertisement/metallb-system/${name}`), 'spec', 'ipAddressPools'),
      ).toEqual([name]);
    }
    expect(fieldAt(objectIn(release, 'IPAddressPool/metallb-system/lab'), 'spec', 'autoAssign')).toBe(false);
  });

  it('are announced by BGP where there are routers', () => {
    const release = releaseOf(
      pools.replace(
        '{pools',
        '{peers: [{name: edge, address: 198.51.100.254, asn: 64512, myASN: 64513}], pools',
      ),
    );
    expect(fieldAt(objectIn(release, 'BGPPeer/metallb-system/edge'), 'spec')).toEqual({
      myASN: 64513,
      peerASN: 64512,
      peerAddress: '198.51.100.254',
      peerPort: 179,
    });
    expect(objectsOf(release).has('L2Advertisement/metallb-system/site')).toBe(false);
  });
});

describe('what Argo CD renders in the cluster', () => {
  const release = releaseOf(pools);

  it('is pinned, says so, and may only write where it belongs', () => {
    const application = objectIn(release, 'Application/argocd/lab-metallb');
    expect(fieldAt(application, 'spec', 'source')).toMatchObject({
      repoURL: 'https://metallb.github.io/metallb',
      chart: 'metallb',
      targetRevision: '0.16.1',
    });
    expect(fieldAt(application, 'metadata', 'annotations', 'drydock.dev/rendered-by')).toContain('Argo CD');
    const project = objectIn(release, 'AppProject/argocd/lab-metallb');
    expect(fieldAt(project, 'spec', 'sourceRepos')).toEqual(['https://metallb.github.io/metallb']);
    expect(listAt(project, 'spec', 'destinations').map((each) => stringAt(each, 'namespace'))).toEqual([
      'metallb-system',
    ]);
  });

  it('comes before what it acts on, and after its namespace', () => {
    const wave = (name: string): number =>
      release.components.find((component) => component.name === name)?.wave ?? -1;
    expect(wave('namespaces')).toBeLessThan(wave('metallb'));
    expect(wave('metallb')).toBeLessThan(wave('load-balancer'));
  });

  it('is left out where the site installs it itself', () => {
    const own = releaseOf(pools.replace('{pools', '{install: false, pools'));
    expect(objectsOf(own).has('Application/argocd/lab-metallb')).toBe(false);
    expect(objectsOf(own).has('IPAddressPool/metallb-system/site')).toBe(true);
  });

  it('stands in the output where its objects are vendored', () => {
    const vendored = new Map<string, readonly KubernetesObject[]>([
      ['metallb', [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'from-helm' } }]],
    ]);
    const full = synthesize(read(withSpec(pools)), [], [], vendored);
    expect(objectsOf(full).has('ConfigMap/metallb-system/from-helm')).toBe(true);
    expect(fieldAt(objectIn(full, 'Application/argocd/lab-metallb'), 'spec', 'source', 'path')).toBe(
      'dist/lab/metallb',
    );
  });
});

describe('the authority of the site', () => {
  it('signs itself once and keeps its key', () => {
    const release = releaseOf('  addons: {certificates: {}}');
    expect(fieldAt(objectIn(release, 'Certificate/cert-manager/site-ca'), 'spec')).toMatchObject({
      isCA: true,
      secretName: 'site-ca',
      privateKey: { rotationPolicy: 'Never' },
    });
    expect(fieldAt(objectIn(release, 'ClusterIssuer/site-ca'), 'spec')).toEqual({
      ca: { secretName: 'site-ca' },
    });
  });

  it('is the one that the site has, where it names its Secret', () => {
    const release = releaseOf('  addons: {certificates: {siteCA: {existingSecret: our-ca}}}');
    expect(objectsOf(release).has('Certificate/cert-manager/site-ca')).toBe(false);
    expect(fieldAt(objectIn(release, 'ClusterIssuer/site-ca'), 'spec', 'ca', 'secretName')).toBe('our-ca');
  });
});

describe('the Gateway', () => {
  it('ends TLS with a certificate of the site and sends HTTP there', () => {
    const release = releaseOf(
      `${pools}\n  addons: {certificates: {}, gateway: {domain: ml.example.internal, address: 198.51.100.5}}`,
    );
    expect(fieldAt(objectIn(release, 'Certificate/ingress/site-tls'), 'spec', 'dnsNames')).toEqual([
      '*.ml.example.internal',
      'ml.example.internal',
    ]);
    const listeners = listAt(objectIn(release, 'Gateway/ingress/site'), 'spec', 'listeners');
    expect(listeners.map((each) => stringAt(each, 'protocol'))).toEqual(['HTTP', 'HTTPS']);
    expect(objectsOf(release).has('HTTPRoute/ingress/site-to-https')).toBe(true);
  });
});

describe('GPUs', () => {
  it('are offered by a plugin on the nodes that have some', () => {
    const text = withGpu(withSpec('  addons: {gpu: {kind: device-plugin, timeSlices: 4}}'));
    const release = synthesize(read(text));
    const pod = fieldAt(
      objectIn(release, 'DaemonSet/kube-system/nvidia-device-plugin'),
      'spec',
      'template',
      'spec',
    );
    expect(fieldAt(pod, 'nodeSelector')).toEqual({ 'nvidia.com/gpu.present': 'true' });
    expect(
      stringAt(objectIn(release, 'ConfigMap/kube-system/nvidia-device-plugin'), 'data', 'config.yaml'),
    ).toContain('replicas: 4');
    const worker = release.site.nodes.find((node) => node.name === 'worker-1');
    expect(worker?.labels['nvidia.com/gpu.present']).toBe('true');
  });
});

describe('the registry', () => {
  it('gets its password in the cluster', () => {
    const release = releaseOf(
      '  addons: {certificates: {}, externalSecrets: {}, registry: {host: images.example.internal, storage: {size: 10Gi}}}',
    );
    expect(fieldAt(objectIn(release, 'ExternalSecret/registry/registry-admin'), 'spec')).toMatchObject({
      refreshPolicy: 'CreatedOnce',
      target: { immutable: true, creationPolicy: 'Orphan' },
    });
    expect([...objectsOf(release).keys()].filter((name) => name.startsWith('Secret/'))).toEqual([]);
  });
});

describe('Flannel', () => {
  it('has the subnet that kubeadm has', () => {
    const release = releaseOf('  network: {podSubnet: 10.244.0.0/16, cni: {kind: flannel}}');
    const configuration: unknown = JSON.parse(
      stringAt(objectIn(release, 'ConfigMap/kube-flannel/kube-flannel-cfg'), 'data', 'net-conf.json') ?? '',
    );
    expect(configuration).toMatchObject({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan' } });
  });
});

describe('add-ons that cannot work', () => {
  it.each([
    ['GPUs without a node that has one', '  addons: {gpu: {kind: device-plugin}}', 'addons/gpu-node'],
    [
      'a Gateway without anybody who signs',
      `${pools}\n  addons: {gateway: {domain: ml.example.internal}}`,
      'addons/issuer',
    ],
    [
      'a Gateway whose Service would wait for ever',
      '  addons: {certificates: {}, gateway: {domain: ml.example.internal}}',
      'addons/gateway-address',
    ],
    [
      'an address outside of every pool',
      `${pools}\n  addons: {certificates: {}, gateway: {domain: ml.example.internal, address: 203.0.113.9}}`,
      'addons/address',
    ],
    [
      'a registry without a password',
      '  addons: {certificates: {}, registry: {host: images.example.internal, storage: {size: 10Gi}}}',
      'addons/registry-password',
    ],
    [
      'Cilium as a Gateway without Cilium',
      `${pools}\n  addons: {certificates: {}, gateway: {domain: ml.example.internal, controller: {kind: cilium}}}`,
      'addons/gateway-controller',
    ],
  ])('are refused: %s', (_what, lines, rule) => {
    expect(refusalsOf(withSpec(lines)).map((each) => each.rule)).toContain(rule);
  });
});
