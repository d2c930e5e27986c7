import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Controller } from '../../lib/constructs/controller';
import type { Platform } from '../../lib/platform';
import { controllerLabels, controllerName } from './labels';
import { addRbac } from './rbac';

const port = { name: 'http-endpoint', containerPort: 8080, protocol: 'TCP' };

/** Fails on a leader that could not renew its lease; answers well on the pods that stand by. */
const health: k8s.HttpGetAction = {
  path: '/healthz/leader-election',
  port: k8s.IntOrString.fromString(port.name),
};

/** The controller that makes VolumeSnapshotContents. https://github.com/kubernetes-csi/external-snapshotter */
export const addSnapshotController = (scope: Construct, { spec }: Platform): Construct => {
  const { version, replicas, resources } = spec.storage.snapshots;
  const own = new Construct(scope, 'controller');
  addRbac(own);
  new Controller(own, 'controller', {
    name: controllerName,
    labels: controllerLabels,
    serviceAccountName: controllerName,
    replicas,
    image: `registry.k8s.io/sig-storage/snapshot-controller:v${version}`,
    // The image has no user of its own; 65532 is `nonroot` in its base image.
    user: 65532,
    args: ['--v=2', '--leader-election=true', `--http-endpoint=:${port.containerPort}`],
    ports: [port],
    // The endpoint opens once the definitions are found, which the controller waits 30 seconds for.
    livenessProbe: {
      httpGet: health,
      initialDelaySeconds: 30,
      periodSeconds: 20,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    readinessProbe: { httpGet: health, periodSeconds: 10, timeoutSeconds: 5 },
    resources,
    // Longer than those 30 seconds, so that a roll-out stops at the first pod that cannot start.
    minReadySeconds: 35,
  });
  return own;
};
