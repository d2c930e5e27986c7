/**
 * The part of Argo's Workflow that a compiled pipeline uses. https://argo-workflows.readthedocs.io/en/latest/fields/
 * Lists keep the order that the backend writes.
 */
export interface Parameter {
  readonly name: string;
  readonly value?: string;
  readonly default?: string;
  readonly valueFrom?: { readonly path: string; readonly default?: string };
}

export interface Parameters {
  readonly parameters?: readonly Parameter[];
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
}

export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop: readonly string[] };
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly seccompProfile?: { readonly type: string };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
}

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: Readonly<Record<string, never>>;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly configMap?: { readonly name: string; readonly items: readonly KeyToPath[] };
  readonly secret?: { readonly secretName: string; readonly items: readonly KeyToPath[] };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
  readonly envFrom?: readonly {
    readonly configMapRef: { readonly name: string; readonly optional: boolean };
  }[];
  readonly resources: {
    readonly limits?: Readonly<Record<string, string>>;
    readonly requests?: Readonly<Record<string, string>>;
  };
  readonly securityContext: SecurityContext;
  readonly volumeMounts?: readonly VolumeMount[];
}

export interface LifecycleHook {
  readonly template: string;
  readonly arguments: Parameters;
}

export interface DagTask {
  readonly name: string;
  readonly template: string;
  readonly arguments: Parameters;
  readonly depends?: string;
  readonly when?: string;
  readonly hooks?: { readonly exit: LifecycleHook };
  readonly withSequence?: { readonly count: string };
}

export interface PodMetadata {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

interface TemplateFields {
  readonly name: string;
  readonly inputs: Parameters;
  readonly outputs: Parameters;
  readonly metadata: PodMetadata;
}

/** A template that starts other templates. */
export interface DagTemplate extends TemplateFields {
  readonly dag: { readonly tasks: readonly DagTask[] };
  /** How many of its tasks may run at a time. */
  readonly parallelism?: number;
}

/** A template that is a pod. */
export interface PodTemplate extends TemplateFields {
  readonly container: Container;
  readonly initContainers?: readonly Container[];
  readonly podSpecPatch?: string;
  readonly retryStrategy?: {
    readonly limit: string;
    readonly backoff: { readonly duration: string; readonly factor: string; readonly maxDuration: string };
  };
  readonly securityContext: SecurityContext;
  readonly volumes?: readonly Volume[];
}

export type Template = DagTemplate | PodTemplate;

export interface VolumeClaimTemplate {
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, never>>;
}

export interface WorkflowSpec {
  readonly entrypoint: string;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly arguments: Parameters;
  readonly podMetadata: PodMetadata;
  readonly securityContext: SecurityContext;
  readonly serviceAccountName: string;
  readonly templates: readonly Template[];
  readonly volumeClaimTemplates?: readonly VolumeClaimTemplate[];
  readonly ttlStrategy?: Readonly<Record<string, number>>;
  readonly activeDeadlineSeconds?: number;
}

/** A Workflow as the backend prints it, with the empty fields of its Go types. */
export interface Workflow {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Workflow';
  readonly metadata: { readonly generateName: string };
  readonly spec: WorkflowSpec;
  readonly status: { readonly startedAt: null; readonly finishedAt: null };
}
