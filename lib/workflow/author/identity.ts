/** Where a class says what it is, for other copies of this module. */
export const kind = Symbol.for('drydock.workflow.kind');

const ownKind = (type: unknown): unknown =>
  typeof type === 'function' && Object.hasOwn(type, kind) ? Reflect.get(type, kind) : undefined;

/**
 * What `instanceof` means here: an instance of the class, or of the class of the same kind in a second copy of this
 * module. Pipelines are modules of their own, and whoever compiles them may have been loaded from elsewhere.
 */
export const isInstance = (type: object, value: unknown): boolean => {
  const wanted = ownKind(type);
  if (typeof value !== 'object' || value === null) return false;
  for (let each: unknown = Object.getPrototypeOf(value); typeof each === 'object' && each !== null; ) {
    const maker: unknown = Reflect.get(each, 'constructor');
    if (maker === type || (wanted !== undefined && ownKind(maker) === wanted)) return true;
    each = Object.getPrototypeOf(each);
  }
  return false;
};
