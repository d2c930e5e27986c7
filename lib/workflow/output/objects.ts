import { createHash } from 'node:crypto';
import { Refusal, type Diagnostic } from '../../diagnostics';
import { isRecord, listAt, type KubernetesObject, type ObjectMetadata } from '../../kubernetes';
import { emitYaml } from '../../yaml';
import { sanitizeName, type Pipeline } from '../author';
import { checkPipeline, type CheckOptions } from '../check';
import { rbacObjects } from '../rbac';
import { refusedByArgo } from '../validate';
import type { Form, ParameterValues } from './form';
import { kfpRun } from './kfp-run';

/** How a pipeline is written. */
export interface ObjectsOptions extends Pick<CheckOptions, 'storage'> {
  /** Default: `{kind: 'template'}`. */
  readonly form?: Form;
  /** Namespace of the objects. Default: none, whoever applies them says it. */
  readonly namespace?: string;
  /** Labels of every object. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A pipeline as Kubernetes objects. */
export interface PipelineObjects {
  /** Permissions first, then the template, then what runs it. */
  readonly objects: readonly KubernetesObject[];
  /** What is worth knowing and stops nothing. */
  readonly warnings: readonly Diagnostic[];
}

type Spec = Readonly<Record<string, unknown>>;

const hashLength = 8;

/** The longest name whose runs still have names of at most 63 characters. */
const longestName = 52;

const shortened = (name: string, room: number): string => name.slice(0, room).replace(/-+$/, '');

/** Ten digits of a timestamp are put behind it when a run is made. */
const hashOf = (value: unknown): string =>
  createHash('sha256').update(emitYaml(value)).digest('hex').slice(0, hashLength);

const withParameters = (spec: Spec, values: ParameterValues): Spec => {
  const given = isRecord(spec['arguments']) ? spec['arguments'] : {};
  const parameters = listAt(given, 'parameters').map((parameter) => {
    const name = isRecord(parameter) && typeof parameter['name'] === 'string' ? parameter['name'] : '';
    const value = values[name];
    return value === undefined || !isRecord(parameter) ? parameter : { ...parameter, value: String(value) };
  });
  return { ...spec, arguments: { ...given, parameters } };
};

const refuseUnknown = (pipeline: Pipeline, values: ParameterValues): readonly Diagnostic[] => {
  const known = Object.keys(pipeline.props.parameters ?? {});
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: 'workflow/unknown-parameter',
      severity: 'error',
      where: {
        kind: 'object',
        component: pipeline.label,
        object: `Pipeline/${pipeline.node.id}`,
        path: 'parameters',
      },
      got: name,
      want: known.length === 0 ? 'no value: the pipeline has no parameters' : `one of ${known.join(', ')}`,
      fix: 'correct the name',
    }));
};

const missingValues = (pipeline: Pipeline, spec: Spec): readonly Diagnostic[] =>
  listAt(spec, 'arguments', 'parameters').flatMap((parameter): readonly Diagnostic[] =>
    isRecord(parameter) && parameter['value'] === undefined
      ? [
          {
            rule: 'workflow/missing-value',
            severity: 'error',
            where: {
              kind: 'object',
              component: pipeline.label,
              object: `Pipeline/${pipeline.node.id}`,
              path: 'parameters',
            },
            got: `no value for parameter ${String(parameter['name'])}`,
            want: 'a value for every parameter without a default: nobody is asked when it runs',
            fix: 'give it a default, or a value where the pipeline is scheduled',
          },
        ]
      : [],
  );

const ofManifest = (pipeline: Pipeline, manifest: KubernetesObject): readonly Diagnostic[] =>
  [...refusedByArgo(manifest)]
    .filter(({ template }) => template === undefined)
    .map(({ rule, path, got, want, fix }) => ({
      rule,
      severity: 'error',
      where: { kind: 'object', component: pipeline.label, object: `${manifest.kind}/${manifest.metadata.name}`, path },
      got,
      want,
      fix,
    }));

const cronOf = (
  name: string,
  metadata: Omit<ObjectMetadata, 'name'>,
  template: string,
  form: Form & { kind: 'cron' },
  spec: Spec,
): KubernetesObject => {
  const { schedule, parameters = {} } = form;
  const given = Object.entries(parameters).map(([key, value]) => ({ name: key, value: String(value) }));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { ...metadata, name },
    spec: {
      schedules: schedule.schedules,
      ...(schedule.timeZone === undefined ? {} : { timezone: schedule.timeZone }),
      concurrencyPolicy: schedule.concurrencyPolicy ?? 'Forbid',
      ...(schedule.startingDeadlineSeconds === undefined
        ? {}
        : { startingDeadlineSeconds: schedule.startingDeadlineSeconds }),
      ...(schedule.suspend === true ? { suspend: true } : {}),
      successfulJobsHistoryLimit: schedule.successfulRunsKept ?? 3,
      failedJobsHistoryLimit: schedule.failedRunsKept ?? 1,
      workflowSpec: {
        ...(given.length === 0 ? {} : { arguments: { parameters: given } }),
        ...(spec['serviceAccountName'] === undefined ? {} : { serviceAccountName: spec['serviceAccountName'] }),
        workflowTemplateRef: { name: template },
      },
    },
  };
};

/**
 * A pipeline as the objects that Argo takes, with the permissions that its runs need.
 * @throws Refusal with everything that is wrong with the pipeline.
 */
export const pipelineObjects = (pipeline: Pipeline, options: ObjectsOptions = {}): PipelineObjects => {
  const { form = { kind: 'template' }, namespace, labels, storage } = options;
  const checked = checkPipeline(pipeline, {
    kfpVisible: form.kind === 'kfp-run',
    ...(storage === undefined ? {} : { storage }),
  });
  const name = shortened(sanitizeName(pipeline.label), longestName);
  const account = pipeline.props.serviceAccountName ?? shortened(`pipeline-${name}`, longestName);
  const spec: Spec = { serviceAccountName: account, ...checked.spec };
  const metadata = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
  const permissions = rbacObjects(checked.units, {
    name: shortened(`pipeline-${name}`, longestName),
    namespace,
    serviceAccountName: account,
    createServiceAccount: pipeline.props.serviceAccountName === undefined,
  }).map((object) => (labels === undefined ? object : { ...object, metadata: { ...object.metadata, labels } }));

  const parameters = form.kind === 'template' ? {} : (form.parameters ?? {});
  const filled = withParameters(spec, parameters);
  const template: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: {
      ...metadata,
      name: `${shortened(name, longestName - hashLength - 1)}-${hashOf(spec)}`,
      ...descriptionOf(pipeline),
    },
    spec,
  };
  const workflow: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      ...metadata,
      name: `${shortened(name, longestName - hashLength - 1)}-${hashOf(filled)}`,
      ...descriptionOf(pipeline),
    },
    spec: filled,
  };
  const written = ((): readonly KubernetesObject[] => {
    switch (form.kind) {
      case 'template':
        return [template];
      case 'cron':
        return [template, cronOf(name, metadata, template.metadata.name, form, spec)];
      case 'workflow':
        return [workflow];
      case 'kfp-run':
        return [kfpRun(workflow, pipeline, form.runId)];
    }
  })();
  const found = [
    ...checked.diagnostics,
    ...refuseUnknown(pipeline, parameters),
    ...(form.kind === 'template' ? [] : missingValues(pipeline, filled)),
    ...written.flatMap((object) =>
      ofManifest(pipeline, object).filter(({ rule }) => rule !== 'workflow/missing-argument'),
    ),
  ];
  const unique = [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
  const errors = unique.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(unique);
  return { objects: [...permissions, ...written], warnings: unique };
};

const descriptionOf = ({ props }: Pipeline): object =>
  props.description === undefined
    ? {}
    : { annotations: { 'workflows.argoproj.io/description': props.description } };
