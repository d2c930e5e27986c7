import type { ApiObjectMetadata } from 'cdk8s';
import { Deployment, LabelSelector } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { completePod, podPaths } from './complete';
import { checksumAnnotation } from './configuration';
import { versionLabel } from './image';
import { trackLabels } from './labels';
import { scrapeAnnotations } from './metrics';
import { revisionAnnotation, revisionOf } from './model-source';
import { spreadOf } from './placement';
import { modelPod, type ModelPodProps } from './pod';
import { probesOf } from './probes';
import { lifecycleOf, rolloutOf } from './rollout';

/** The Deployment of one version of a model. */
export const addServer = (
  scope: Construct,
  props: ModelPodProps,
  metadata: ApiObjectMetadata,
): Deployment => {
  const { model, version, process, configuration } = props;
  const parts = new Construct(scope, version.track);
  const labels = trackLabels(model.name, version.track);
  const revision = revisionOf(version.source);
  const pod = modelPod(parts, 'pod', props, {
    name: 'server',
    command: process.command,
    args: process.args,
    env: model.env,
    ports: process.ports.map(({ name, number }) => ({ name, number })),
    mounts: [],
    resources: model.resources,
    fields: { ...probesOf(process, model.loadSeconds), ...lifecycleOf(model.rollout) },
    pod: spreadOf(model, version.track),
  });
  const deployment = new Deployment(parts, 'deployment', {
    ...pod.props,
    ...rolloutOf(model),
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels, ...versionLabel(version.image) } },
    select: false,
    podMetadata: {
      labels: { ...labels, ...versionLabel(version.image) },
      annotations: {
        ...(configuration === undefined ? {} : { [checksumAnnotation]: configuration.checksum }),
        ...(revision === undefined ? {} : { [revisionAnnotation]: revision }),
        ...scrapeAnnotations(model, process),
      },
    },
    ...(version.replicas === undefined ? {} : { replicas: version.replicas }),
  });
  deployment.select(LabelSelector.of({ labels }));
  completePod(deployment, podPaths.template, pod.completion);
  return deployment;
};
