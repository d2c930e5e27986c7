import type { Value } from './reference';

/**
 * A piece of a Kubernetes object in which references may stand for texts. Typed as `object` below, so that the
 * generated interfaces of cdk8s-plus and plain literals both fit.
 */
export type Spec = object;

/** A toleration of a taint. https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Equal' | 'Exists';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}

/** Where the pods of a step may run. */
export interface Placement {
  readonly nodeSelector?: Readonly<Record<string, Value>>;
  readonly tolerations?: readonly Toleration[];
  /** A whole `affinity` of the pod. */
  readonly affinity?: Spec;
  readonly priorityClassName?: string;
}

/** Amounts of compute resources: `cpu`, `memory`, `ephemeral-storage`, extended ones such as `nvidia.com/gpu`. */
export interface Resources {
  readonly requests?: Readonly<Record<string, Value>>;
  readonly limits?: Readonly<Record<string, Value>>;
}

/** Graphics cards. */
export interface Gpu {
  readonly count: number;
  /** Default: `nvidia`. */
  readonly vendor?: 'nvidia' | 'amd';
}

/** Which failures are tried again. https://argo-workflows.readthedocs.io/en/latest/retries/ */
export interface Retry {
  /** How often to try again. */
  readonly limit: number;
  /** Default: `OnFailure`, Argo's own. */
  readonly policy?: 'Always' | 'OnFailure' | 'OnError' | 'OnTransientError';
  readonly backoff?: {
    /** As in `30s` or `2m`. */
    readonly duration: string;
    readonly factor?: number;
    readonly maxDuration?: string;
  };
}

/** Whether an earlier result of the same step with the same inputs may be used. */
export type Caching =
  | {
      readonly enabled: true;
      /** Oldest result that counts, as an ISO 8601 duration: `P30D`. Default: any age. */
      readonly maxStaleness?: string;
      /**
       * ConfigMap in which Argo remembers results. Default: none; then only KFP's cache, where it is installed, is
       * told of the step.
       */
      readonly configMap?: string;
    }
  | { readonly enabled: false };

/** One variable: a value, or a whole `EnvVar` without its name, as in `{valueFrom: {secretKeyRef: …}}`. */
export type EnvValue = Value | { readonly valueFrom: Spec };

/** A second container that runs beside the step's own. */
export interface Sidecar {
  readonly name: string;
  readonly image: Value;
  readonly command?: readonly Value[];
  readonly args?: readonly Value[];
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Whether it sees the step's volumes too. Default: false. */
  readonly mirrorVolumeMounts?: boolean;
  /** Further fields of the container. */
  readonly spec?: Spec;
}
