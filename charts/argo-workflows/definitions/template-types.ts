import { kubernetesTypes, schemaTypes } from '../../../lib/constructs/custom-resource';
import { artifactTypes } from './artifact-types';

/** Types of templates: what a step does. https://pkg.go.dev/github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1 */
export const templateTypes = schemaTypes(
  `
ValueFrom: configMapKeyRef KeySelector, default string, event string, expression string, jqFilter string,
  jsonPath string, parameter string, path string, supplied object
Parameter: default string, description string, enum [string 1..], globalName string, name ParameterName!,
  value string, valueFrom ValueFrom
ContainerNode: ...Container, dependencies [string]
ContainerSetRetryStrategy: duration string, retries IntOrString!
ContainerSetTemplate: containers [ContainerNode]!, retryStrategy ContainerSetRetryStrategy,
  volumeMounts [VolumeMount]
Arguments: artifacts [Artifact], parameters [Parameter]
ContinueOn: error boolean, failed boolean
TemplateRef: clusterScope boolean, name string, template string
LifecycleHook: arguments Arguments, expression string, template string, templateRef TemplateRef
Sequence: count IntOrString, end IntOrString, format string, start IntOrString
DAGTask: arguments Arguments, continueOn ContinueOn, dependencies [string], depends string,
  hooks {LifecycleHook}, inline any, name TaskName!, onExit string, template string, templateRef TemplateRef,
  when string, withItems any, withParam string, withSequence Sequence
DAGTemplate: failFast boolean, target string, tasks [DAGTask 1..200]!
DataSource: artifactPaths Artifact
TransformationStep: expression string!
Data: source DataSource!, transformation [TransformationStep]!
ExecutorConfig: serviceAccountName string
HTTPBodySource: bytes bytes
HTTPHeaderSource: secretKeyRef KeySelector
HTTPTemplateHeader: name string!, value string, valueFrom HTTPHeaderSource
HTTPTemplate: body string, bodyFrom HTTPBodySource, headers [HTTPTemplateHeader], insecureSkipVerify boolean,
  method string, successCondition string, timeoutSeconds int64, url string!
UserContainer: ...Container, mirrorVolumeMounts boolean
Inputs: artifacts [Artifact], parameters [Parameter ..500]
Cache: configMap LocalObjectReference!
Memoize: cache Cache!, key string!, maxAge string!
Counter: value NonEmptyString!
Gauge: operation GaugeOperation, realtime boolean!, value GaugeValue!
Histogram: buckets [number]!, value NonEmptyString!
MetricLabel: key MetricKey!, value string!
Prometheus: counter Counter, gauge Gauge, help NonEmptyString!, histogram Histogram, labels [MetricLabel],
  name MetricKey!, when string
Metrics: prometheus [Prometheus ..100]!
Outputs: artifacts [Artifact], exitCode string, parameters [Parameter], result string
ManifestFrom: artifact Artifact!
ResourceTemplate: action ResourceAction!, failureCondition string, flags [string], manifest string,
  manifestFrom ManifestFrom, mergeStrategy MergeStrategy, setOwnerReference boolean, successCondition string
RetryAffinity: nodeAntiAffinity object
Backoff: cap string, duration string, factor IntOrString, maxDuration string
RetryStrategy: affinity RetryAffinity, backoff Backoff, expression string, limit IntOrString,
  retryPolicy RetryPolicy
ScriptTemplate: ...Container, source string
WorkflowStep: arguments Arguments, continueOn ContinueOn, hooks {LifecycleHook}, inline any, name TaskName,
  onExit string, template string, templateRef TemplateRef, when string, withItems any, withParam string,
  withSequence Sequence
ParallelSteps: steps [WorkflowStep]!
SuspendTemplate: duration string
Mutex: database boolean, name string, namespace string
SyncDatabaseRef: key string!
SemaphoreRef: configMapKeyRef KeySelector, database SyncDatabaseRef, namespace string
Synchronization: mutexes [Mutex], semaphores [SemaphoreRef]
Template: activeDeadlineSeconds IntOrString, affinity Affinity, annotations {string},
  archiveLocation ArtifactLocation, automountServiceAccountToken boolean, container Container,
  containerSet ContainerSetTemplate, daemon boolean, dag DAGTemplate, data Data, executor ExecutorConfig,
  failFast boolean, hostAliases [HostAlias], http HTTPTemplate, initContainers [UserContainer], inputs Inputs,
  memoize Memoize, metadata Metadata, metrics Metrics, name TaskName, nodeSelector {string}, outputs Outputs,
  parallelism PositiveInteger, plugin fields, podSpecPatch string, priorityClassName string,
  resource ResourceTemplate, retryStrategy RetryStrategy, schedulerName string, script ScriptTemplate,
  securityContext PodSecurityContext, serviceAccountName string, sidecars [UserContainer],
  steps [ParallelSteps 1..], suspend SuspendTemplate, synchronization Synchronization, timeout string,
  tolerations [Toleration], volumes [Volume]
`,
  {
    uses: new Map([...kubernetesTypes, ...artifactTypes]),
    values: {
      GaugeOperation: { type: 'string', enum: ['Set', 'Add', 'Sub'] },
      GaugeValue: { type: 'string', minLength: 1, maxLength: 256 },
      MergeStrategy: { type: 'string', enum: ['strategic', 'merge', 'json'] },
      MetricKey: { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
      NonEmptyString: { type: 'string', minLength: 1 },
      ParameterName: { type: 'string', pattern: '^[-a-zA-Z0-9_]+$' },
      PositiveInteger: { type: 'integer', format: 'int64', minimum: 1 },
      ResourceAction: { type: 'string', enum: ['get', 'create', 'apply', 'delete', 'replace', 'patch'] },
      RetryPolicy: { type: 'string', enum: ['Always', 'OnFailure', 'OnError', 'OnTransientError'] },
      TaskName: { type: 'string', pattern: '^[a-zA-Z0-9][-a-zA-Z0-9]*$', maxLength: 128 },
    },
  },
);
