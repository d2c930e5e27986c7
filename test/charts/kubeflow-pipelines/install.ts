import { App } from 'cdk8s';
import { addParts, finished } from '../../../charts/kubeflow-pipelines/assemble';
import { kubeflowPipelinesParts } from '../../../charts/kubeflow-pipelines/contents';
import { installOf } from '../../../charts/kubeflow-pipelines/install';
import { ComponentChart } from '../../../lib/constructs';
import { describeKey, isRecord, keyOf, type KubernetesObject } from '../../../lib/kubernetes';
import type { Platform, PlatformInput } from '../../../lib/platform';
import { manifestsOf, type Release } from '../../../lib/render';
import { inScope } from '../../../scripts/kfp-differences/install';
import type { KubeflowPipelinesInput } from '../../../scripts/kfp-differences/variants';
import { platformWith } from '../../platform/storage-site';

export { inScope, type KubeflowPipelinesInput };

/** What a site says that has every operator. */
export const operators: NonNullable<PlatformInput['spec']['existing']> = [
  'certificates.cert-manager.io',
  'externalsecrets.external-secrets.io',
  'passwords.generators.external-secrets.io',
  'sealedsecrets.bitnami.com',
  'authorizationpolicies.security.istio.io',
  'profiles.kubeflow.org',
  'httproutes.gateway.networking.k8s.io',
].map((name) => ({ object: `CustomResourceDefinition/${name}`, by: 'the site' }));

/** A platform with these settings. */
export const kfpPlatform = (
  settings: KubeflowPipelinesInput,
  more: Partial<PlatformInput['spec']> = {},
): Platform =>
  platformWith(
    { classes: [{ name: 'local', kind: 'hostpath', default: true }] },
    { existing: operators, ...more, kubeflowPipelines: { enabled: true, ...settings } },
  );

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** What chart `kubeflow-pipelines` makes with another program behind its profile controller. */
export const withProgram = (
  settings: KubeflowPipelinesInput,
  program: string,
): readonly KubernetesObject[] => {
  const install = installOf(kfpPlatform(settings));
  const chart = new ComponentChart(new App(), 'kubeflow-pipelines', { namespace: install.namespace });
  addParts(chart, finished(install, kubeflowPipelinesParts(install, program)));
  return chart.toJson().filter(isObject);
};

/** One object of a release, by `Kind/namespace/name`. */
export const objectIn = (release: Release, name: string): KubernetesObject => {
  const found = manifestsOf(release).find(({ object }) => describeKey(keyOf(object)) === name);
  if (found === undefined) throw new Error(`the release has no ${name}`);
  return found.object;
};
