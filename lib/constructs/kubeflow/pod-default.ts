import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodDefaultDefinition } from '../../platform';
import { claimedMounts } from './claims';
import { variablesOf } from './pod';

/** What the admission webhook adds to pods with certain labels. https://github.com/kubeflow/kubeflow */
export class PodDefault extends ApiObject {
  constructor(scope: Construct, id: string, definition: PodDefaultDefinition) {
    const { name, namespace, description, selector, env, tokens, volumes } = definition;
    const mounts = claimedMounts(name, volumes);
    const parts = [
      ...tokens.map(({ audience, mountPath, seconds }, index) => ({
        volume: {
          name: `${name}-token-${index}`,
          projected: {
            sources: [{ serviceAccountToken: { path: 'token', audience, expirationSeconds: seconds } }],
          },
        },
        mount: { name: `${name}-token-${index}`, mountPath, readOnly: true },
      })),
      ...mounts.map(({ claimName, mountPath, subPath, readOnly }, index) => ({
        volume: { name: `${name}-volume-${index}`, persistentVolumeClaim: { claimName } },
        mount: {
          name: `${name}-volume-${index}`,
          mountPath,
          ...(subPath === undefined ? {} : { subPath }),
          ...(readOnly ? { readOnly } : {}),
        },
      })),
    ];
    super(scope, id, {
      apiVersion: 'kubeflow.org/v1alpha1',
      kind: 'PodDefault',
      metadata: {
        name,
        namespace,
        labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'pod-default' },
      },
      spec: {
        desc: description,
        selector: { matchLabels: selector },
        ...(Object.keys(env).length === 0 ? {} : { env: variablesOf(env) }),
        ...(parts.length === 0
          ? {}
          : { volumes: parts.map(({ volume }) => volume), volumeMounts: parts.map(({ mount }) => mount) }),
      },
    });
  }
}
