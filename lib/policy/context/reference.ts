import type { ObjectKey } from '../../kubernetes';
import type { Manifest } from '../../render';

/**
 * How much a reference asks of the order.
 * - `start`: the referring object cannot work before the other is there, so the other must not come in a later wave.
 * - `call`: the API server calls the other while it handles requests, so it and its workloads must be ready before.
 * - `free`: the two find each other whenever both are there.
 */
export type ReferenceOrder = 'start' | 'call' | 'free';

/** A part of the target that the reference needs: a key of a ConfigMap or Secret. */
export interface KeyNeed {
  readonly key: string;
  readonly path: string;
}

/** A field of one object that names another. */
export interface Reference {
  readonly from: Manifest;
  /** The field that names it. */
  readonly path: string;
  readonly to: ObjectKey;
  readonly order: ReferenceOrder;
  /** Whether the object works without it. */
  readonly optional: boolean;
  readonly keys: readonly KeyNeed[];
  /** Port of a Service, by name or number. */
  readonly port?: { readonly value: string | number; readonly path: string };
}

/** Collects the references of one object; names that are not there are no references. */
export class ReferenceList {
  readonly found: Reference[] = [];

  constructor(private readonly from: Manifest) {}

  add(
    path: string,
    to: {
      readonly group?: string;
      readonly kind: string;
      readonly namespace?: string;
      readonly name: unknown;
    },
    detail: Partial<Pick<Reference, 'order' | 'optional' | 'keys' | 'port'>> = {},
  ): void {
    const { group = '', kind, namespace = '', name } = to;
    if (typeof name !== 'string' || name === '') return;
    this.found.push({
      from: this.from,
      path,
      to: { group, kind, namespace, name },
      order: 'start',
      optional: false,
      keys: [],
      ...detail,
    });
  }
}
