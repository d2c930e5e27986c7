import type { KubernetesObject, ObjectKey } from '../kubernetes';

/** Where an object comes from. */
export interface Origin {
  /** Path of the construct in the cdk8s tree. */
  readonly construct: string;
  /** Field of the platform definition that asked for it, as in `spec.storage.classes[fast]`, where one did. */
  readonly field?: string;
}

/** Somebody's acceptance of one rule's finding on one object. */
export interface Waiver {
  readonly rule: string;
  readonly reason: string;
}

/** One object of the release and all that Drydock knows of it. */
export interface Manifest {
  readonly component: string;
  readonly key: ObjectKey;
  readonly object: KubernetesObject;
  /** Argo CD sync wave inside its component (its Application). */
  readonly wave: number;
  readonly origin: Origin;
  readonly waivers: readonly Waiver[];
}
