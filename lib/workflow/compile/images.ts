import { isRecord } from '../../kubernetes';

/** Gives an image another place. */
export type MoveImage = (image: string) => string;

/** A tree of plain data with every `image:` of a container in it moved, those in objects of resource steps too. */
export const withImages = (tree: unknown, move: MoveImage): unknown => {
  if (Array.isArray(tree)) return tree.map((each) => withImages(each, move));
  if (!isRecord(tree) || Object.getPrototypeOf(tree) !== Object.prototype) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      const isKnown = key === 'image' && typeof value === 'string' && value !== '' && !value.includes('{{');
      return [key, isKnown ? move(value) : withImages(value, move)];
    }),
  );
};
