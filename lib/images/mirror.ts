import { formatImage, parseImage } from './reference';

/**
 * The same image in the registry of a site: the published reference in full under the site's host and path, so that
 * no two registries' images can collide. References that are there already, or are none, stay as they are.
 */
export const mirrorImage = (text: string, siteRegistry: string | undefined): string => {
  if (siteRegistry === undefined || text.startsWith(`${siteRegistry}/`)) return text;
  const image = parseImage(text);
  return image === undefined ? text : `${siteRegistry}/${formatImage(image)}`;
};
