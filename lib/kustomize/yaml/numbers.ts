/** The shortest digits of a positive finite number, and where its point stands: 0.[digits] times 10^point. */
const decimal = (value: number): { readonly digits: string; readonly point: number } => {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
};

const signed = (value: number, text: string): string =>
  value < 0 || Object.is(value, -0) ? `-${text}` : text;

const scientific = (digits: string, point: number): string => {
  const exponent = point - 1;
  const tail = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits[0] ?? '0'}${tail}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
};

const positional = (digits: string, point: number): string => {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
};

/**
 * A double in Go's shortest form: `1e+06`, `0.1`.
 * @param whole digits before the point from which an exponent is used: 6 in YAML, 21 where Go prints values.
 */
export const floatText = (value: number, whole: 6 | 21 = 6): string => {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (value === 0) return signed(value, '0');
  const { digits, point } = decimal(Math.abs(value));
  const exponent = point - 1;
  const text = exponent < -4 || exponent >= whole ? scientific(digits, point) : positional(digits, point);
  return signed(value, text);
};

/** A double as Go's JSON encoder writes it, and JavaScript nearly so. */
export const jsonFloatText = (value: number): string => {
  if (value === 0) return signed(value, '0');
  const { digits, point } = decimal(Math.abs(value));
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 1e21) return signed(value, positional(digits, point));
  // Go writes e-9, not e-09
  return signed(value, scientific(digits, point).replace(/e-0(\d)$/, 'e-$1'));
};

/** A double without an exponent, as Go's `'f'` format. */
export const plainFloatText = (value: number): string => {
  if (value === 0) return signed(value, '0');
  const { digits, point } = decimal(Math.abs(value));
  return signed(value, positional(digits, point));
};
