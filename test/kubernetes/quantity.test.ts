import fc from 'fast-check';
import { canonicalQuantity, formatQuantity, parseQuantity } from '../../lib/kubernetes';

describe('a quantity', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000', '1k'],
    ['0', '0'],
    ['2', '2'],
    ['100M', '100M'],
    ['1e3', '1e3'],
    ['many', 'many'],
    ['', ''],
  ])('%s is stored as %s', (written, stored) => {
    expect(canonicalQuantity(written)).toBe(stored);
  });

  it('keeps its value in canonical form, which is its own canonical form', () => {
    const suffixes = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi');
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(999), suffixes, (whole, thousandths, suffix) => {
        const text =
          thousandths === 0
            ? `${whole}${suffix}`
            : `${whole}.${String(thousandths).padStart(3, '0')}${suffix}`;
        const canonical = canonicalQuantity(text);
        const value = parseQuantity(text) ?? Number.NaN;
        expect(Math.abs((parseQuantity(canonical) ?? Number.NaN) - value)).toBeLessThanOrEqual(value * 1e-12);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });

  it('is shown in the largest unit that people read', () => {
    expect(formatQuantity('memory', 3 * 2 ** 30)).toBe('3Gi');
    expect(formatQuantity('cpu', 0.25)).toBe('250m');
    expect(formatQuantity('nvidia.com/gpu', 2)).toBe('2');
  });
});
