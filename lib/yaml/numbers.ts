/**
 * A number as YAML 1.1 and 1.2 read it alike: YAML 1.1 takes an exponent only after a point and with a sign.
 * Undefined for numbers that the text could not hold: NaN, the infinities, and whole numbers between 2^53 and 1e21,
 * whose digits would look exact but may already be rounded.
 * https://yaml.org/type/float.html, https://yaml.org/spec/1.2.2/#1032-tag-resolution
 */
export const numberText = (value: number): string | undefined => {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  if (!Number.isFinite(value)) return undefined;
  const text = String(value);
  const exponent = text.indexOf('e');
  if (exponent < 0) return text.includes('.') ? text : undefined;
  return text.includes('.') ? text : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
};
