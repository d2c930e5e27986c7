/** A text as a Kubernetes name: lower case, everything that is no letter, digit or `-` replaced by `-`. */
export const sanitizeName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^-0-9a-z]+/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');

/** A text as the name of a parameter or an artifact, where capitals and `_` may stay. */
export const sanitizeParameter = (text: string): string =>
  text
    .replace(/[^-_0-9A-Za-z]+/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
