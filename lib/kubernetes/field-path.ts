const plainField = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * A path in an object, as reports write it: `spec.containers[0].image`; a key that is no plain word stands in brackets,
 * as in `metadata.labels[app.kubernetes.io/name]`.
 */
export const fieldPath = (base: string, ...steps: readonly (string | number)[]): string =>
  steps.reduce<string>((path, step) => {
    if (typeof step === 'number' || !plainField.test(step)) return `${path}[${step}]`;
    return path === '' ? step : `${path}.${step}`;
  }, base);
