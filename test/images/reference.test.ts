import { formatImage, mirrorImage, parseImage } from '../../lib/images';

describe('an image reference', () => {
  it.each([
    ['busybox', { registry: 'docker.io', repository: 'library/busybox' }],
    ['openebs/x:1', { registry: 'docker.io', repository: 'openebs/x', tag: '1' }],
    ['localhost/x', { registry: 'localhost', repository: 'x' }],
    [
      'registry.example.internal:5000/a/b:v1',
      { registry: 'registry.example.internal:5000', repository: 'a/b', tag: 'v1' },
    ],
  ])('%s is taken apart', (text, parts) => {
    expect(parseImage(text)).toEqual(parts);
  });

  it('may have a digest beside its tag', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(parseImage(`a/b:1@${digest}`)).toMatchObject({ tag: '1', digest });
    expect(formatImage({ registry: 'r.example.com', repository: 'a', digest })).toBe(
      `r.example.com/a@${digest}`,
    );
  });

  it.each(['', 'UPPER/x', 'a//b', 'a:b:c', 'a@sha256:1', 'http://a/b'])('%s is none', (text) => {
    expect(parseImage(text)).toBeUndefined();
  });

  it('moves to the site under its whole old name, once', () => {
    const moved = mirrorImage('quay.io/a/b:1', 'registry.example.internal');
    expect(moved).toBe('registry.example.internal/quay.io/a/b:1');
    expect(mirrorImage(moved, 'registry.example.internal')).toBe(moved);
    expect(mirrorImage('quay.io/a/b:1', undefined)).toBe('quay.io/a/b:1');
  });
});
