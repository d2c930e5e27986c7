import type { KubernetesObject } from '../../lib/kubernetes';
import type { Install } from '../kubeflow-pipelines/install';
import {
  configMap,
  containerSecurity,
  httpGet,
  parts,
  requests,
  workload,
  type Part,
} from '../kubeflow-pipelines/parts';
import { controllerConfig } from './controller-config';
import { controllerAccess } from './rbac';

const name = 'workflow-controller';

/** Image of the executor that runs beside each step; it stands in an argument. */
export const executorImage = ({ release }: Pick<Install, 'release'>): string =>
  `quay.io/argoproj/argoexec:v${release.argoWorkflows}`;

const priorityClass: KubernetesObject = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value: 1_000_000,
};

/** Errors after which a step is started anew: its node went away. */
const transientErrors = '(?i)(imminent node shutdown|node is shutting down|preempt|evict|spot|pod deleted)';

/** The workflow controller, its rights and its settings. */
export const controller = (install: Install): readonly Part[] => {
  const { namespace, release, multiUser } = install;
  return parts('argo', [
    ...controllerAccess(install),
    configMap(`${name}-configmap`, namespace, controllerConfig(install)),
    priorityClass,
    workload({
      name,
      namespace,
      selector: { app: name },
      labels: {},
      serviceAccount: 'argo',
      container: {
        name,
        image: `quay.io/argoproj/workflow-controller:v${release.argoWorkflows}`,
        command: [name],
        args: [
          '--configmap',
          `${name}-configmap`,
          '--executor-image',
          executorImage(install),
          ...(multiUser ? [] : ['--namespaced']),
        ],
        env: {
          TRANSIENT_ERROR_PATTERN: transientErrors,
          LEADER_ELECTION_IDENTITY: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } },
        },
        ports: [{ name: 'metrics', port: 9090 }, 6060],
        fields: {
          resources: requests('100m', '500Mi'),
          livenessProbe: {
            ...httpGet('/healthz', 6060),
            initialDelaySeconds: 90,
            periodSeconds: 60,
            timeoutSeconds: 30,
            failureThreshold: 3,
          },
        },
        security: { ...containerSecurity(), readOnlyRootFilesystem: true },
      },
      pod: { nodeSelector: { 'kubernetes.io/os': 'linux' }, priorityClassName: name },
    }),
  ]);
};
