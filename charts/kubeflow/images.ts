import { imageReference } from '../../lib/constructs/kubeflow';
import type { PinnedImage, Platform } from '../../lib/platform';

/** Everything that is pinned in a part of the definition, wherever it stands: the images that its pods will run. */
export const pinnedImages = (part: unknown): readonly string[] => {
  const found = new Set<string>();
  const isPinned = (value: object): value is PinnedImage => {
    const kind: unknown = Reflect.get(value, 'kind');
    return (
      typeof Reflect.get(value, 'name') === 'string' &&
      ((kind === 'tag' && typeof Reflect.get(value, 'tag') === 'string') ||
        (kind === 'digest' && typeof Reflect.get(value, 'digest') === 'string'))
    );
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      if (isPinned(value)) found.add(imageReference(value));
      else Object.values(value).forEach(walk);
    }
  };
  walk(part);
  return [...found].sort();
};

/** Images of a part of `spec.kubeflow`. */
export const imagesOf =
  (part: (kubeflow: Platform['spec']['kubeflow']) => unknown) =>
  ({ spec }: Platform): readonly string[] =>
    pinnedImages(part(spec.kubeflow));
