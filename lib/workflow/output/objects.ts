import { createHash } from 'node:crypto';
import { Refusal, type Diagnostic } from '../../diagnostics';
import type { KubernetesObject } from '../../kubernetes';
import { emitYaml } from '../../yaml';
import { sanitizeName, type Pipeline } from '../author';
import { checkPipeline, type CheckOptions } from '../check';
import { rbacObjects } from '../rbac';
import { refusedByArgo } from '../validate';
import { cronOf } from './cron';
import type { Form } from './form';
import { kfpRun } from './kfp-run';
import { missingValues, unknownValues, withParameters } from './parameters';

type Spec = Readonly<Record<string, unknown>>;

/** How a pipeline is written. */
export interface ObjectsOptions extends Pick<CheckOptions, 'storage' | 'moveImage'> {
  /** Default: `{kind: 'template'}`. */
  readonly form?: Form;
  /** Namespace of the objects. Default: none, whoever applies them says it. */
  readonly namespace?: string;
  /** Labels of every object. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Name of the objects. Default: that of the pipeline. */
  readonly name?: string;
  /** Fields of the workflow's spec that the site demands, where the pipeline says nothing itself. */
  readonly spec?: Spec;
}

/** What a finding says, without the object. */
const saying = ({ rule, where, got }: Diagnostic): string =>
  `${rule} ${where.kind === 'object' ? where.path : ''} ${got}`;

/** A pipeline as Kubernetes objects. */
export interface PipelineObjects {
  /** Permissions first, then the template, then what runs it. */
  readonly objects: readonly KubernetesObject[];
  /** What is worth knowing and stops nothing. */
  readonly warnings: readonly Diagnostic[];
}

const hashLength = 8;

/** The longest name whose runs, called after it with a timestamp behind, have names of at most 63 characters. */
const longestName = 52;

const shortened = (name: string, room: number): string => name.slice(0, room).replace(/-+$/, '');

const hashOf = (value: unknown): string =>
  createHash('sha256').update(emitYaml(value)).digest('hex').slice(0, hashLength);

const ofManifest = (pipeline: Pipeline, manifest: KubernetesObject): readonly Diagnostic[] =>
  [...refusedByArgo(manifest)]
    .filter(({ template }) => template === undefined)
    .map(({ rule, path, got, want, fix }) => ({
      rule,
      severity: 'error',
      where: {
        kind: 'object',
        component: pipeline.label,
        object: `${manifest.kind}/${manifest.metadata.name}`,
        path,
      },
      got,
      want,
      fix,
    }));

/**
 * A pipeline as the objects that Argo takes, with the permissions that its runs need.
 * @throws Refusal with everything that is wrong with the pipeline.
 */
export const pipelineObjects = (pipeline: Pipeline, options: ObjectsOptions = {}): PipelineObjects => {
  const { form = { kind: 'template' }, namespace, labels, storage, moveImage } = options;
  const checked = checkPipeline(pipeline, {
    kfpVisible: form.kind === 'kfp-run',
    ...(storage === undefined ? {} : { storage }),
    ...(moveImage === undefined ? {} : { moveImage }),
  });
  const name = shortened(sanitizeName(options.name ?? pipeline.label), longestName);
  const account = pipeline.props.serviceAccountName ?? shortened(`pipeline-${name}`, longestName);
  const spec: Spec = { serviceAccountName: account, ...options.spec, ...checked.spec };
  const metadata = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
  const permissions = rbacObjects(checked.units, {
    name: shortened(`pipeline-${name}`, longestName),
    namespace,
    serviceAccountName: account,
    createServiceAccount: pipeline.props.serviceAccountName === undefined,
  }).map((object) =>
    labels === undefined ? object : { ...object, metadata: { ...object.metadata, labels } },
  );

  const parameters = form.parameters ?? {};
  const filled = withParameters(spec, parameters);
  // a schedule passes its values itself, so that the template stays the same when they change
  const templated = form.kind === 'template' ? filled : spec;
  const template: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: {
      ...metadata,
      name: `${shortened(name, longestName - hashLength - 1)}-${hashOf(templated)}`,
      ...descriptionOf(pipeline),
    },
    spec: templated,
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
        return [template, cronOf(name, metadata, template.metadata.name, form, spec['serviceAccountName'])];
      case 'workflow':
        return [workflow];
      case 'kfp-run':
        return [kfpRun(workflow, pipeline, form.runId)];
    }
  })();
  // what is said of the pipeline is not said again of each object that holds its spec
  const said = new Set(checked.diagnostics.map(saying));
  const found = [
    ...checked.diagnostics,
    ...unknownValues(pipeline, parameters),
    ...(form.kind === 'template' ? [] : missingValues(pipeline, filled)),
    ...written
      .flatMap((object) => ofManifest(pipeline, object))
      .filter((each) => each.rule !== 'workflow/missing-argument' && !said.has(saying(each))),
  ];
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(found);
  return { objects: [...permissions, ...written], warnings: found };
};

const descriptionOf = ({ props }: Pipeline): object =>
  props.description === undefined
    ? {}
    : { annotations: { 'workflows.argoproj.io/description': props.description } };
