export { mirrorImage } from './mirror';
export { formatImage, parseImage, type ImageReference } from './reference';
