import { fieldAt, type KubernetesObject } from '../../../lib/kubernetes';
import { compareInstalls, describeDifference } from '../../../scripts/kfp-differences/compare';
import { charted } from '../../../scripts/kfp-differences/install';
import { asUpstream, variants, type KubeflowPipelinesInput } from '../../../scripts/kfp-differences/variants';
import { inScope, withProgram } from './install';
import { hasUpstream, upstream, upstreamInstalls, upstreamProgram } from './upstream';

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

/** Upstream's program behind the profile controller is the one text that Drydock writes anew: the test brings it. */
const reproduced = (settings: KubeflowPipelinesInput): readonly KubernetesObject[] => {
  const objects = charted(asUpstream(settings));
  if (settings.mode?.kind !== 'multi-user') return objects;
  const chart = withProgram(asUpstream(settings), upstreamProgram());
  const isOfProfiles = ({ metadata }: KubernetesObject) => metadata.name.includes('profile-controller');
  return inScope([...objects.filter((object) => !isOfProfiles(object)), ...chart.filter(isOfProfiles)]);
};

describe('Kubeflow Pipelines as upstream installs it', () => {
  if (!hasUpstream) {
    it.skip(`needs ${upstreamInstalls}`, () => undefined);
    return;
  }

  it.each(variants)('equals $name, object by object, field by field', ({ name, settings }) => {
    const theirs = inScope([...clusterScoped(name), ...upstream(name)]);
    const ours = reproduced(settings);
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
