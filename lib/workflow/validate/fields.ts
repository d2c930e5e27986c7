import { isRecord, listAt } from '../../kubernetes';
import type { Local } from './finding';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Fields of Argo's own types in version 3.7 and 4.0. https://argo-workflows.readthedocs.io/en/latest/fields/ */
const known = {
  spec: words(`activeDeadlineSeconds affinity archiveLogs arguments artifactGC artifactRepositoryRef
    automountServiceAccountToken dnsConfig dnsPolicy entrypoint executor hooks hostAliases hostNetwork
    imagePullSecrets metrics nodeSelector onExit parallelism podDisruptionBudget podGC podMetadata podPriority
    podPriorityClassName podSpecPatch priority retryStrategy schedulerName securityContext serviceAccountName
    shutdown suspend synchronization templateDefaults templates tolerations ttlStrategy volumeClaimGC
    volumeClaimTemplates volumes workflowMetadata workflowTemplateRef`),
  template:
    words(`activeDeadlineSeconds affinity annotations archiveLocation automountServiceAccountToken container
    containerSet daemon dag data executor failFast hostAliases http initContainers inputs memoize metadata metrics
    name nodeSelector outputs parallelism plugin podSpecPatch priorityClassName resource retryStrategy schedulerName
    script securityContext serviceAccountName sidecars steps suspend synchronization timeout tolerations volumes`),
  task: words(`arguments continueOn dependencies depends hooks inline name onExit template templateRef when withItems
    withParam withSequence`),
  resource: words(
    'action failureCondition flags manifest manifestFrom mergeStrategy setOwnerReference successCondition',
  ),
  retryStrategy: words('affinity backoff expression limit retryPolicy'),
  dag: words('failFast target tasks'),
  suspend: words('duration'),
  http: words('body bodyFrom headers insecureSkipVerify method successCondition timeoutSeconds url'),
  parameter: words('default description enum globalName name value valueFrom'),
  artifact:
    words(`archive archiveLogs artifactGC artifactory azure deleted from fromExpression gcs git globalName hdfs
    http mode name optional oss path plugin raw recurseMode s3 subPath`),
} as const;

const containerFields =
  words(`args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports
  readinessProbe resizePolicy resources restartPolicy securityContext startupProbe stdin stdinOnce
  terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir`);
const scriptFields = new Set([...containerFields, 'source']);
const userContainerFields = new Set([...containerFields, 'mirrorVolumeMounts']);

function* surplus(object: unknown, fields: ReadonlySet<string>, path: string): Generator<Local> {
  if (!isRecord(object)) return;
  for (const field of Object.keys(object)) {
    if (fields.has(field)) continue;
    yield {
      rule: 'workflow/unknown-field',
      path: path === '' ? field : `${path}.${field}`,
      got: field,
      want: `a field of Argo's ${path === '' ? 'template' : path}`,
      fix: 'correct the spelling, or move it to where it belongs',
    };
  }
}

/** Fields of a workflow's spec that Argo does not know. */
export const unknownSpecFields = (spec: unknown): Generator<Local> => surplus(spec, known.spec, 'spec');

/** Fields of a template that Argo does not know; what Kubernetes' own types hold is not looked into. */
export function* unknownTemplateFields(template: Readonly<Record<string, unknown>>): Generator<Local> {
  yield* surplus(template, known.template, '');
  yield* surplus(template['container'], containerFields, 'container');
  yield* surplus(template['script'], scriptFields, 'script');
  for (const part of ['resource', 'retryStrategy', 'dag', 'suspend', 'http'] as const)
    yield* surplus(template[part], known[part], part);
  for (const [index, task] of listAt(template, 'dag', 'tasks').entries())
    yield* surplus(task, known.task, `dag.tasks[${index}]`);
  for (const direction of ['inputs', 'outputs'] as const) {
    for (const parameter of listAt(template, direction, 'parameters'))
      yield* surplus(parameter, known.parameter, `${direction}.parameters`);
    for (const artifact of listAt(template, direction, 'artifacts'))
      yield* surplus(artifact, known.artifact, `${direction}.artifacts`);
  }
  for (const field of ['initContainers', 'sidecars'] as const)
    for (const container of listAt(template, field)) yield* surplus(container, userContainerFields, field);
}
