/** A scalar that cannot be printed: the tag on it does not allow it, or neither JSON nor YAML can hold it. */
export class UnfitScalar extends Error {}
