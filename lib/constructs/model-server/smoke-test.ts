import { Duration, type ApiObjectMetadata } from 'cdk8s';
import { EnvValue, ImagePullPolicy, Job, Volume } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ModelDefinition } from '../../platform';
import { testedService } from './canary';
import { completePod, podPaths } from './complete';
import { imageReference } from './image';
import { partLabels, type ModelObjectMetadata } from './labels';
import { modelPod, type ModelPodProps } from './pod';
import { sizeOf, taskResources } from './resources';
import { containerSecurity, podIsolation, podSecurity } from './security';

type SmokeTest = NonNullable<ModelDefinition['smokeTest']>;

/** What a run of curl needs, with room to spare. */
const curlResources = { cpu: '10m', memory: '64Mi' };

/** Seconds that the image of the test may take to arrive. */
const pullSeconds = 120;

/** Asks until an answer comes or the time is up, then looks at the answer. */
export const requestScript = `set -eu
set -- --fail --silent --show-error --max-time 10 --retry 1000 --retry-delay 2 --retry-all-errors \\
  --retry-max-time "$TIMEOUT_SECONDS"
if [ -n "\${BODY:-}" ]; then
  set -- "$@" --header 'Content-Type: application/json' --data "$BODY"
fi
answer=$(curl "$@" "$URL")
printf '%s\\n' "$answer"
case "$answer" in
  *"\${EXPECT:-}"*) ;;
  *)
    echo "the answer does not contain: $EXPECT" >&2
    exit 1
    ;;
esac
`;

/** Argo CD runs the Job in a phase of the sync, and replaces the one of the last sync. */
const hook = (phase: 'PreSync' | 'PostSync', metadata: ApiObjectMetadata): ApiObjectMetadata => ({
  ...metadata,
  annotations: {
    'argocd.argoproj.io/hook': phase,
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  },
});

const addRequest = (
  scope: Construct,
  test: Extract<SmokeTest, { kind: 'request' }>,
  { model, process }: ModelPodProps,
  metadata: ModelObjectMetadata,
): void => {
  const tmp = Volume.fromEmptyDir(scope, 'tmp', 'tmp', { sizeLimit: sizeOf('16Mi') });
  const variables = {
    URL: `http://${testedService(model)}.${metadata.namespace}.svc:${process.ports[0].number}${test.path}`,
    TIMEOUT_SECONDS: String(test.timeoutSeconds),
    ...(test.body === undefined ? {} : { BODY: test.body }),
    ...(test.expect === undefined ? {} : { EXPECT: test.expect }),
  };
  const job = new Job(scope, 'job', {
    metadata: hook('PostSync', metadata),
    select: false,
    podMetadata: { labels: partLabels(model.name, 'model-smoke-test') },
    automountServiceAccountToken: false,
    securityContext: podSecurity(model.security),
    backoffLimit: 1,
    activeDeadline: Duration.seconds(2 * test.timeoutSeconds + pullSeconds),
    containers: [
      {
        name: 'smoke-test',
        image: imageReference(test.image),
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        command: ['/bin/sh', '-c', requestScript],
        envVariables: Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [name, EnvValue.fromValue(value)]),
        ),
        volumeMounts: [{ path: '/tmp', volume: tmp }],
        securityContext: containerSecurity,
        resources: {},
      },
    ],
  });
  completePod(job, podPaths.template, {
    pod: podIsolation(model.security),
    containers: [{ resources: taskResources(curlResources) }],
    initContainers: [],
  });
};

/** Runs when nothing of the model has been applied yet, so it refers to nothing that the same sync brings. */
const addCommand = (
  scope: Construct,
  test: Extract<SmokeTest, { kind: 'command' }>,
  { model, version, process, taints }: ModelPodProps,
  metadata: ModelObjectMetadata,
): void => {
  const pod = modelPod(
    scope,
    'pod',
    { model, version, process, taints },
    {
      name: 'smoke-test',
      command: test.command,
      args: [],
      env: model.env,
      ports: [],
      mounts: [],
      resources: model.resources,
      fields: {},
      pod: {},
    },
  );
  const job = new Job(scope, 'job', {
    ...pod.props,
    metadata: hook('PreSync', metadata),
    select: false,
    podMetadata: { labels: partLabels(model.name, 'model-smoke-test') },
    backoffLimit: 1,
    activeDeadline: Duration.seconds(2 * test.timeoutSeconds + pullSeconds),
  });
  completePod(job, podPaths.template, pod.completion);
};

/**
 * The check that Argo CD makes when it applies the model: a question to the server after the rollout, or a command in
 * the new image before it. https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 */
export const addSmokeTest = (
  scope: Construct,
  test: SmokeTest,
  props: ModelPodProps,
  metadata: ModelObjectMetadata,
): void => {
  const parts = new Construct(scope, 'smoke-test');
  if (test.kind === 'request') addRequest(parts, test, props, metadata);
  else addCommand(parts, test, props, metadata);
};
