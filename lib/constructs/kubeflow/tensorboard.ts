import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { TensorboardDefinition } from '../../platform';

/** Charts of training runs, from event files on a volume or in a bucket. */
export class Tensorboard extends ApiObject {
  constructor(scope: Construct, id: string, { name, namespace, logs }: TensorboardDefinition) {
    super(scope, id, {
      apiVersion: 'tensorboard.kubeflow.org/v1alpha1',
      kind: 'Tensorboard',
      metadata: {
        name,
        namespace,
        labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'tensorboard' },
      },
      spec: {
        logspath: logs.kind === 'bucket' ? logs.uri : `pvc://${logs.claim}/${logs.path ?? ''}`,
      },
    });
  }
}
