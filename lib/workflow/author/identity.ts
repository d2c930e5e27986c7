/** Where a class says what it is, for other copies of this module. */
export const kind = Symbol.for('drydock.workflow.kind');

const ownKind = (type: unknown): unknown =>
  typeof type === 'function' && Object.hasOwn(type, kind) ? Reflect.get(type, kind) : undefined;

/** `instanceof` as the language has it. */
const plain = Function.prototype[Symbol.hasInstance];

/**
 * What `instanceof` means here: an instance of the class, or of the class of the same kind in a second copy of this
 * module. Pipelines are modules of their own, and whoever compiles them may have been loaded from elsewhere.
 */
export const isInstance = (type: object, value: unknown): boolean => {
  if (typeof type === 'function' && plain.call(type, value)) return true;
  const wanted = ownKind(type);
  if (wanted === undefined || typeof value !== 'object' || value === null) return false;
  for (let each: unknown = Object.getPrototypeOf(value); typeof each === 'object' && each !== null;) {
    const maker: unknown = Reflect.get(each, 'constructor');
    if (ownKind(maker) === wanted) return true;
    each = Object.getPrototypeOf(each);
  }
  return false;
};
