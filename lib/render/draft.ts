import type { KubernetesObject } from '../kubernetes';
import type { Origin, Waiver } from './manifest';

/** An object on its way through the passes: each pass takes drafts and gives drafts. */
export interface Draft {
  readonly component: string;
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly waivers: readonly Waiver[];
  /** Paths of constructs that were declared to come first (`addDependency`), on the object or on what it is part of. */
  readonly after: readonly string[];
}
