const binary: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const decimal: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

/** What a Kubernetes quantity looks like: number, then a binary or decimal suffix or an exponent. */
export const quantityPattern =
  /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?[0-9]+)?$/;

/**
 * The value of a Kubernetes quantity in its base unit (cores, bytes, pieces), undefined when it is not one.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const parseQuantity = (text: string): number | undefined => {
  const match = quantityPattern.exec(text);
  if (match === null) return undefined;
  const [, digits = '', suffix = ''] = match;
  const scale = binary[suffix] ?? decimal[suffix];
  return scale === undefined ? Number(`${digits}${suffix}`) : Number(digits) * scale;
};

const trimmed = (value: number): string => String(Number(value.toFixed(3)));

/** A quantity as people read it: cores for `cpu`, the largest binary unit that fits for memory and storage. */
export const formatQuantity = (resource: string, value: number): string => {
  if (resource !== 'memory' && !resource.includes('storage')) {
    return resource === 'cpu' && value % 1 !== 0 ? `${trimmed(value * 1000)}m` : trimmed(value);
  }
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki']) {
    const size = binary[unit];
    if (size !== undefined && value >= size) return `${trimmed(value / size)}${unit}`;
  }
  return trimmed(value);
};

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

const reduce = (value: bigint, base: bigint, suffixes: readonly string[], start: number): string => {
  if (value === 0n) return '0';
  let mantissa = value;
  let index = start;
  while (mantissa % base === 0n && index < suffixes.length - 1) {
    mantissa /= base;
    index += 1;
  }
  return `${mantissa}${suffixes[index] ?? ''}`;
};

/**
 * The form in which the API server stores a quantity (no fraction, largest suffix), so that Argo CD sees no difference
 * between what is written and what is stored: `1024Mi` is `1Gi`, `0.5` is `500m`. Text that is none stays as it is.
 */
export const canonicalQuantity = (text: string): string => {
  const match = quantityPattern.exec(text);
  const [, digits = '', suffix = ''] = match ?? [];
  const [whole = '', fraction = ''] = digits.split('.');
  const plain = BigInt(`${whole}${fraction}` || '0');
  const places = fraction.length;
  if (match === null || /^[eE]/.test(suffix)) return text;
  const power = binarySuffixes.indexOf(suffix);
  if (suffix !== '' && power > 0) {
    const scaled = plain * 1024n ** BigInt(power);
    const divisor = 10n ** BigInt(places);
    return scaled % divisor === 0n ? reduce(scaled / divisor, 1024n, binarySuffixes, 0) : text;
  }
  const start = decimalSuffixes.indexOf(suffix);
  const nanos = plain * 1000n ** BigInt(start);
  const divisor = 10n ** BigInt(places);
  return nanos % divisor === 0n ? reduce(nanos / divisor, 1000n, decimalSuffixes, 0) : text;
};
