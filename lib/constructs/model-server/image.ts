import { isLabelValue } from '../../kubernetes';
import type { PinnedImage } from '../../platform';

/** An image as a container names it. */
export const imageReference = (image: PinnedImage): string =>
  image.kind === 'tag' ? `${image.name}:${image.tag}` : `${image.name}@${image.digest}`;

/** The label that says which version runs; a digest is too long to be one. */
export const versionLabel = (image: PinnedImage): Readonly<Record<string, string>> =>
  image.kind === 'tag' && isLabelValue(image.tag) ? { 'app.kubernetes.io/version': image.tag } : {};
