/** Settings that are each well formed but cannot take effect together. */
export interface Inconsistency {
  /** As in `storage/one-default-class`. */
  readonly rule: string;
  /** Canonical field path, list items by their name: `spec.storage.classes[fast].volumeGroup`. */
  readonly field: string;
  readonly got: string;
  readonly want: string;
  readonly fix: string;
}
