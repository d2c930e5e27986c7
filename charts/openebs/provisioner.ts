import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Controller } from '../../lib/constructs/controller';
import { openebsVersions, type Platform } from '../../lib/platform';
import { provisionerLabels, provisionerName } from './labels';
import { addRbac } from './rbac';

/** The pods that prepare a volume's folder on its node run this image; it stands in a variable of the provisioner. */
export const helperImage = ({ spec }: Platform): string => {
  const { version } = spec.storage.openebs;
  const pair = openebsVersions.find((known) => known.version === version);
  return `docker.io/openebs/linux-utils:${pair?.helperVersion ?? version}`;
};

const fromPod = (name: string, fieldPath: string): k8s.EnvVar => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

const environment = (platform: Platform): readonly k8s.EnvVar[] => {
  const { storage, images } = platform.spec;
  return [
    fromPod('NODE_NAME', 'spec.nodeName'),
    fromPod('OPENEBS_NAMESPACE', 'metadata.namespace'),
    fromPod('OPENEBS_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    { name: 'OPENEBS_IO_BASE_PATH', value: storage.openebs.basePath },
    { name: 'OPENEBS_IO_HELPER_IMAGE', value: helperImage(platform) },
    { name: 'OPENEBS_IO_HELPER_POD_HOST_NETWORK', value: 'false' },
    { name: 'OPENEBS_IO_ENABLE_ANALYTICS', value: 'false' },
    { name: 'LEADER_ELECTION_ENABLED', value: 'true' },
    ...(images.pullSecrets.length === 0
      ? []
      : [{ name: 'OPENEBS_IO_IMAGE_PULL_SECRETS', value: images.pullSecrets.join(',') }]),
  ];
};

/** The process has no port to ask; it is alive while exactly one of it runs. */
const livenessProbe: k8s.Probe = {
  exec: { command: ['sh', '-c', 'test `pgrep -c "^provisioner-loc.*"` = 1'] },
  initialDelaySeconds: 30,
  periodSeconds: 60,
};

/** The OpenEBS LocalPV provisioner. https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath */
export const addProvisioner = (scope: Construct, platform: Platform): Construct => {
  const { openebs } = platform.spec.storage;
  const own = new Construct(scope, 'provisioner');
  addRbac(own, openebs.namespace);
  new Controller(own, 'controller', {
    name: provisionerName,
    labels: provisionerLabels,
    serviceAccountName: provisionerName,
    replicas: openebs.replicas,
    image: `docker.io/openebs/provisioner-localpv:${openebs.version}`,
    user: 1000,
    env: environment(platform),
    livenessProbe,
    resources: openebs.resources,
  });
  return own;
};
