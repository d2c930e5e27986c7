import { inputParameter, runId, workflowParameter } from '../../argo';
import type { DagTask, LifecycleHook, PodTemplate } from '../../argo';
import type { ImporterComponent } from '../../pipeline';
import type { Build } from '../build';
import { trustOf } from '../ca-bundle';
import { containerSecurity, podSecurity } from '../hardening';
import { workspaceName } from '../workspace';
import { names } from './parameters';
import {
  logArguments,
  metadataConfiguration,
  metadataStoreArguments,
  podIdentity,
  proxyEnvironment,
  tlsArguments,
} from './services';

/** Registers an artifact that exists; with a workspace it also puts it there. */
const importerTemplate = (
  { pipeline, options }: Build,
  name: string,
  usesWorkspace: boolean,
): PodTemplate => {
  const trust = trustOf(options);
  const volumeMounts = [
    ...(usesWorkspace ? [{ name: workspaceName, mountPath: '/kfp-workspace' }] : []),
    ...trust.volumeMounts,
  ];
  const volumes = [
    ...(usesWorkspace
      ? [{ name: workspaceName, persistentVolumeClaim: { claimName: `{{workflow.name}}-${workspaceName}` } }]
      : []),
    ...trust.volumes,
  ];
  return {
    name,
    inputs: {
      parameters: [
        { name: names.task },
        { name: names.component },
        { name: names.importer },
        { name: names.parentDagId },
      ],
    },
    outputs: {},
    metadata: { annotations: { 'pipelines.kubeflow.org/runtime-role': 'launcher' } },
    container: {
      name: '',
      image: options.launcherImage,
      command: options.launcherCommand,
      args: [
        '--executor_type',
        'importer',
        '--task_spec',
        inputParameter(names.task),
        '--component_spec',
        inputParameter(names.component),
        '--importer_spec',
        inputParameter(names.importer),
        '--pipeline_name',
        pipeline.name,
        '--run_id',
        runId,
        '--parent_dag_id',
        inputParameter(names.parentDagId),
        '--pod_name',
        '$(KFP_POD_NAME)',
        '--pod_uid',
        '$(KFP_POD_UID)',
        ...metadataStoreArguments(options),
        ...tlsArguments(options),
        ...logArguments(options),
      ],
      env: [...proxyEnvironment(options), ...podIdentity, ...trust.env],
      envFrom: metadataConfiguration,
      resources: {
        limits: { cpu: '500m', memory: '512Mi' },
        requests: { cpu: '100m', memory: '64Mi' },
      },
      securityContext: containerSecurity,
      ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
    },
    securityContext: podSecurity,
    ...(volumes.length === 0 ? {} : { volumes }),
  };
};

/** The task that runs an importer. It has no driver, and as in the backend it waits for nothing. */
export const importerTask = (
  build: Build,
  name: string,
  taskSpec: string,
  component: ImporterComponent,
  exit: LifecycleHook | undefined,
): DagTask => {
  const usesWorkspace = component.importer.downloadToWorkspace ?? false;
  const template = usesWorkspace ? 'system-importer-workspace' : 'system-importer';
  return {
    name,
    template: build.use(template, () => importerTemplate(build, template, usesWorkspace)),
    arguments: {
      parameters: [
        { name: names.task, value: taskSpec },
        { name: names.component, value: workflowParameter(`components-${component.name}`) },
        { name: names.importer, value: workflowParameter(`implementations-${component.name}`) },
        { name: names.parentDagId, value: inputParameter(names.parentDagId) },
      ],
    },
    ...(exit === undefined ? {} : { hooks: { exit } }),
  };
};
