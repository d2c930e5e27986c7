import { kfpImage, type Install } from '../install';
import {
  allow,
  everything,
  field,
  optionalSetting,
  parts,
  patched,
  permissions,
  requests,
  setting,
  waitFor,
  workload,
  type Mounted,
  type Part,
  type Value,
} from '../parts';
import { evictable } from './evictable';
import { apiServerHost, tlsFiles, tlsVolumes } from './tls';

/** Namespaces that an agent looks after: its own, or all. */
export const watchedNamespace = ({ multiUser }: Install): Value =>
  multiUser ? '' : field('metadata.namespace');

/** A token by which the API server knows the agent. */
const tokenVolume = (name: string): Mounted => ({
  name,
  path: '/var/run/secrets/kubeflow/tokens',
  source: {
    projected: {
      sources: [
        { serviceAccountToken: { path: name, expirationSeconds: 3600, audience: 'pipelines.kubeflow.org' } },
      ],
    },
  },
});

/** What the persistence agent reads, and what it reports to the API server. */
export const persistenceAgentRules = [
  allow('argoproj.io', 'workflows', 'get list watch'),
  allow('kubeflow.org', 'scheduledworkflows', 'get list watch'),
  allow('pipelines.kubeflow.org', 'scheduledworkflows workflows', 'report'),
  allow('pipelines.kubeflow.org', 'runs', 'reportMetrics readArtifact'),
];

const persistenceCommand = (install: Install) =>
  install.tls
    ? {
        command: [
          '/bin/sh',
          '-c',
          [
            'persistence_agent --logtostderr=true --namespace=${NAMESPACE}',
            '--ttlSecondsAfterWorkflowFinish=${TTL_SECONDS_AFTER_WORKFLOW_FINISH} --numWorker ${NUM_WORKERS}',
            '--executionType ${EXECUTIONTYPE} --logLevel=${LOG_LEVEL} -mlPipelineServiceTLSEnabled=true',
            `-caCertPath=${tlsFiles.authority}`,
            // A shell hands its command no arguments; upstream's `args` beside it say nothing.
            ...(install.parity ? [] : [`--mlPipelineAPIServerName=${apiServerHost(install)}`]),
          ].join(' '),
        ],
        ...(install.parity
          ? {
              args: [
                `--mlPipelineAPIServerName=${apiServerHost(install)}`,
                '--mlPipelineAPIServerHttpPort=8888',
                '--mlPipelineAPIServerBasePath=/apis/v2beta1',
              ],
            }
          : {}),
      }
    : {};

/** Stores what becomes of runs. */
export const persistenceAgent = (install: Install): readonly Part[] => {
  const name = 'ml-pipeline-persistenceagent';
  const { settings, tls } = install;
  return parts('pipelines', [
    ...permissions(install.namespace, {
      account: name,
      role: `${name}-role`,
      binding: `${name}-binding`,
      rules: persistenceAgentRules,
    }),
    workload({
      name,
      namespace: install.namespace,
      selector: { app: name },
      podAnnotations: evictable,
      serviceAccount: name,
      container: {
        name,
        image: kfpImage(install, 'persistence-agent'),
        pull: 'IfNotPresent',
        ...persistenceCommand(install),
        env: {
          NAMESPACE: watchedNamespace(install),
          TTL_SECONDS_AFTER_WORKFLOW_FINISH: String(settings.retention.workflowSeconds),
          NUM_WORKERS: '2',
          ...(tls && !install.parity ? { EXECUTIONTYPE: 'Workflow' } : {}),
          LOG_LEVEL: settings.logLevel,
          ...(tls ? { ML_PIPELINE_API_SERVER_TLS_ENABLED: 'true', CA_CERT_PATH: tlsFiles.authority } : {}),
        },
        fields: { resources: requests('120m', '500Mi') },
      },
      init: [waitFor(install, 'ml-pipeline', 'ml-pipeline', '8888')],
      volumes: [...tlsVolumes(install), tokenVolume('persistenceagent-sa-token')],
    }),
  ]);
};

const scheduledWorkflows = allow(
  'kubeflow.org',
  'scheduledworkflows scheduledworkflows/finalizers',
  everything,
);
const runs = allow('pipelines.kubeflow.org', 'runs', 'create');

/** What recurring runs need; in one namespace. */
export const scheduledWorkflowRules = [
  allow('argoproj.io', 'workflows', everything),
  scheduledWorkflows,
  runs,
  allow('core', 'events', 'create patch'),
];

/** The same in all namespaces, in upstream's order. */
export const scheduledWorkflowClusterRules = [
  allow('argoproj.io', 'workflows', everything),
  runs,
  scheduledWorkflows,
  allow('core', 'events', 'create patch'),
];

/** Whom the controller calls itself towards the API server, which trusts the header inside the mesh. */
const multiUserVariables: Readonly<Record<string, Value>> = {
  NAMESPACE: '',
  NAMESPACE_SELF: field('metadata.namespace'),
  USER_IDENTITY_HEADER: optionalSetting('USERID_HEADER'),
  SERVICE_ACCOUNT_NAME: field('spec.serviceAccountName'),
  USER_IDENTITY_VALUE: 'system:serviceaccount:$(NAMESPACE_SELF):$(SERVICE_ACCOUNT_NAME)',
};

/** Starts recurring runs. */
export const scheduledWorkflow = (install: Install): readonly Part[] => {
  const name = 'ml-pipeline-scheduledworkflow';
  const { settings, namespace, tls, multiUser } = install;
  return parts('pipelines', [
    ...permissions(namespace, {
      account: name,
      role: `${name}-role`,
      binding: `${name}-binding`,
      rules: scheduledWorkflowRules,
    }).map((object) =>
      // Upstream labels the role, and neither the account nor the binding.
      object.kind === 'Role'
        ? { ...object, metadata: { ...object.metadata, labels: { app: `${name}-role` } } }
        : object,
    ),
    workload({
      name,
      namespace,
      selector: { app: name },
      podAnnotations: evictable,
      serviceAccount: name,
      container: {
        name,
        image: kfpImage(install, 'scheduled-workflow-controller'),
        pull: 'IfNotPresent',
        ...(tls
          ? {
              command: ['/bin/controller'],
              args: [
                '-logtostderr=true',
                `-logLevel=${settings.logLevel}`,
                '-mlPipelineServiceTLSEnabled=true',
                `-caCertPath=${tlsFiles.authority}`,
                `-namespace=${namespace}`,
                ...(install.parity ? [] : [`-mlPipelineAPIServerName=${apiServerHost(install)}`]),
              ],
            }
          : {}),
        env: patched(
          {
            METRICS_PORT: '9090',
            CLIENT_QPS: '10',
            RESYNC_INTERVAL_SECONDS: '30',
            CLIENT_BURST: '20',
            LOG_LEVEL: settings.logLevel,
            NAMESPACE: watchedNamespace(install),
            CRON_SCHEDULE_TIMEZONE: setting('cronScheduleTimezone'),
          },
          multiUser ? multiUserVariables : {},
        ),
        ports: [{ name: 'http', port: 9090 }],
      },
      init: [waitFor(install, 'ml-pipeline', 'ml-pipeline', '8888')],
      volumes: [...tlsVolumes(install), tokenVolume('scheduledworkflow-sa-token')],
    }),
  ]);
};
