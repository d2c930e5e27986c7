import { compareInstalls, describeDifference } from '../../../scripts/kfp-differences/compare';
import { fieldAt, type KubernetesObject } from '../../../lib/kubernetes';
import { inScope, installed, type KubeflowPipelinesInput } from './install';
import { hasUpstream, upstream, upstreamInstalls, upstreamProgram } from './upstream';

const parity: KubeflowPipelinesInput = {
  upstreamParity: true,
  // Upstream's image has no tag, which Drydock's default does not do.
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

/** The Namespace is made by component `namespaces`, with a label more. */
const isNamespace = ({ kind }: KubernetesObject): boolean => kind === 'Namespace';

const isOfArgo = (object: KubernetesObject): boolean => fieldAt(object, 'spec', 'group') === 'argoproj.io';

/**
 * What upstream applies before any variant. Multi-user brings its own of them, with other labels; `plain` counts on an
 * Argo Workflows that is there with its definitions.
 */
const clusterScoped = (variant: string): readonly KubernetesObject[] =>
  variant === 'platform-agnostic-multi-user'
    ? []
    : upstream('cluster-scoped-resources').filter(
        (object) => !isNamespace(object) && !(variant === 'plain' && isOfArgo(object)),
      );

describe('Kubeflow Pipelines as upstream installs it', () => {
  if (!hasUpstream) {
    it.skip(`needs ${upstreamInstalls}`, () => undefined);
    return;
  }

  it.each(Object.entries(variants))('equals %s, object by object, field by field', (variant, settings) => {
    const theirs = inScope([...clusterScoped(variant), ...upstream(variant)]);
    const ours = installed(settings, upstreamProgram());
    expect(theirs.length).toBeGreaterThan(70);
    expect(compareInstalls(theirs, ours).map(describeDifference)).toEqual([]);
  });

  it('shows a field that is changed, missing or new', () => {
    const [object] = upstream('plain').filter(({ kind }) => kind === 'Deployment');
    expect(object).toBeDefined();
    if (object === undefined) return;
    const { spec: _spec, ...rest } = object;
    const changed = { ...rest, spec: { replicas: 7, selector: { matchLabels: { app: 'other' } } } };
    const found = compareInstalls([object], [changed]).map(describeDifference);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ spec\.replicas: upstream 1, ours 7$/),
        expect.stringMatching(/ spec\.selector\.matchLabels\.app: upstream "cache-deployer", ours "other"$/),
        expect.stringMatching(
          / spec\.template\.spec\.containers\[main\]\.image: upstream ".*", ours nothing$/,
        ),
      ]),
    );
  });
});
