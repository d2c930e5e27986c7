import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { mapRecord, present } from './record';
import { isValueType, Reference, type Value } from './reference';
import type { EnvValue, Gpu, Resources, Sidecar, Spec } from './spec';
import {
  Step,
  type FileInput,
  type Mount,
  type OutputDraft,
  type PodStepProps,
  type StepDraft,
} from './step';
import type { PipelineVolume } from './volume';

/**
 * Something that a container puts out, by the file that it writes: the path alone for a small value, or with a type.
 * Types other than KFP's small ones (`String`, `Integer`, `Float`, `Bool`, `JsonArray`, `JsonObject`) are files.
 */
export type ContainerOutput =
  | string
  | {
      readonly path: string;
      readonly type?: string;
      /** Passed on as a file. Default: false for small types and for none, true for all others. */
      readonly file?: boolean;
      /** Value when the file is missing. */
      readonly default?: string;
    };

/** What every container of a step takes. */
export interface ContainerProps<Output extends string> extends PodStepProps {
  readonly image: Value;
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Whole sources of variables, as in `{secretRef: {name: 'storage'}}`. */
  readonly envFrom?: readonly Spec[];
  readonly resources?: Resources;
  readonly gpu?: Gpu;
  readonly workingDir?: string;
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent';
  /** Security context of the container. */
  readonly securityContext?: Spec;
  /** Volumes by the path at which they are mounted. */
  readonly volumes?: Readonly<Record<string, PipelineVolume>>;
  /** Files that must be there, by path: what other steps put out, or texts. */
  readonly files?: Readonly<Record<string, Value>>;
  readonly outputs?: Readonly<Record<Output, ContainerOutput>>;
  readonly sidecars?: readonly Sidecar[];
  readonly initContainers?: readonly Sidecar[];
  /** Further fields of the container. */
  readonly container?: Spec;
}

const refuse = (step: string, path: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    {
      rule: 'workflow/volume',
      severity: 'error',
      where: { kind: 'object', component: 'pipeline', object: `Step/${step}`, path },
      got,
      want,
      fix,
    },
  ]);
};

export const envList = (env: Readonly<Record<string, EnvValue>>): readonly object[] =>
  Object.entries(env).map(([name, value]) =>
    typeof value === 'object' && !(value instanceof Reference)
      ? { name, ...value }
      : { name, value: String(value) },
  );

export const outputDraft = (name: string, output: ContainerOutput): OutputDraft => {
  const { path, type, file, default: fallback } = typeof output === 'string' ? { path: output } : output;
  const isFile = file ?? (type !== undefined && !isValueType(type));
  return {
    name,
    type,
    form: isFile ? 'file' : 'value',
    path,
    valueFrom: { path, ...(fallback === undefined ? {} : { default: fallback }) },
  };
};

const withGpu = (resources: Resources | undefined, gpu: Gpu | undefined): Resources | undefined =>
  gpu === undefined
    ? resources
    : {
        ...resources,
        limits: { ...resources?.limits, [`${gpu.vendor ?? 'nvidia'}.com/gpu`]: gpu.count },
      };

const auxiliary = ({ name, image, command, args, env, mirrorVolumeMounts, spec }: Sidecar): object => ({
  ...present({
    name,
    image,
    command,
    args,
    env: env === undefined ? undefined : envList(env),
    mirrorVolumeMounts,
  }),
  ...spec,
});

/** The base of steps that run a container: what is in the container, around it, and what it reads and writes. */
export abstract class ContainerLikeStep<
  Output extends string,
  Props extends ContainerProps<Output> = ContainerProps<Output>,
> extends Step<Output> {
  /** What it puts out, by name. */
  readonly outputs: Readonly<Record<Output, Reference>>;
  declare readonly props: Props;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    this.outputs = mapRecord(props.outputs, (output: ContainerOutput, name) =>
      this.referenceTo(name, outputDraft(name, output).type),
    );
  }

  override get mounts(): readonly Mount[] {
    return Object.entries(this.props.volumes ?? {}).map(([path, volume]) => ({ path, volume }));
  }

  /**
   * The same volume once this step is over.
   * @param path where it is mounted; needed only when the step mounts several.
   */
  volume(path?: string): PipelineVolume {
    const mounts = this.mounts;
    const found =
      path === undefined
        ? mounts.length === 1
          ? mounts[0]
          : undefined
        : mounts.find((m) => m.path === path);
    const paths = mounts.map((mount) => mount.path).join(', ');
    return (
      found?.volume.after(this) ??
      refuse(
        this.label,
        'volumes',
        path ?? (mounts.length === 0 ? 'no volume' : `no path, and volumes at ${paths}`),
        mounts.length === 0 ? 'a mounted volume' : `one of ${paths}`,
        'mount the volume in `volumes`, and name its path',
      )
    );
  }

  protected containerFields(): Readonly<Record<string, unknown>> {
    const { image, env, envFrom, resources, gpu, workingDir, imagePullPolicy, securityContext } = this.props;
    return {
      ...present({
        image,
        env: env === undefined ? undefined : envList(env),
        envFrom,
        resources: withGpu(resources, gpu),
        workingDir,
        imagePullPolicy,
        securityContext,
        volumeMounts:
          this.mounts.length === 0
            ? undefined
            : this.mounts.map(({ path, volume }) => ({
                mountPath: path,
                name: volume.name,
                ...(volume.source.kind === 'claim' && volume.source.readOnly ? { readOnly: true } : {}),
              })),
      }),
      ...this.props.container,
    };
  }

  /** Fields of the template around the container. */
  protected podFields(): Readonly<Record<string, unknown>> {
    const { sidecars, initContainers, ...props } = this.props;
    return present({
      nodeSelector: props.nodeSelector,
      tolerations: props.tolerations,
      affinity: props.affinity,
      priorityClassName: props.priorityClassName,
      serviceAccountName: props.serviceAccountName,
      securityContext: props.podSecurityContext,
      sidecars: sidecars?.map(auxiliary),
      initContainers: initContainers?.map(auxiliary),
      volumes: this.podVolumes(),
    });
  }

  private podVolumes(): readonly object[] | undefined {
    const volumes = new Map<string, object>();
    for (const { volume } of this.mounts) {
      volumes.set(
        volume.name,
        volume.source.kind === 'claim'
          ? { name: volume.name, persistentVolumeClaim: { claimName: String(volume.source.claim) } }
          : { name: volume.name, ...volume.source.spec },
      );
    }
    return volumes.size === 0
      ? undefined
      : [...volumes.keys()].sort().flatMap((name) => volumes.get(name) ?? []);
  }

  protected fileInputs(): readonly FileInput[] {
    return Object.entries(this.props.files ?? {}).map(([path, value]) => ({
      name: path.replace(/[^-a-zA-Z0-9_]+/g, '-').replace(/^-+|-+$/g, '') || 'file',
      path,
      value,
    }));
  }

  protected outputDrafts(): readonly OutputDraft[] {
    return Object.entries<ContainerOutput>(this.props.outputs ?? {}).map(([name, output]) =>
      outputDraft(name, output),
    );
  }
}

/** Settings of a step that runs one command in an image. */
export interface ContainerStepProps<Output extends string> extends ContainerProps<Output> {
  /** Default: the image's entrypoint, which Argo can look up only where it can reach the registry. */
  readonly command?: readonly Value[];
  readonly args?: readonly Value[];
}

/** A command in an image. */
export class ContainerStep<Output extends string = never> extends ContainerLikeStep<
  Output,
  ContainerStepProps<Output>
> {
  protected override makeDraft(): StepDraft {
    const { command, args } = this.props;
    return {
      kind: 'container',
      body: { container: { ...present({ command, args }), ...this.containerFields() }, ...this.podFields() },
      files: this.fileInputs(),
      outputs: this.outputDrafts(),
    };
  }
}
