import { messagesOf, placesOf } from './support/release';
import { container, deployment } from './support/objects';

const rule = 'image/tag';
const running = (image: string) => deployment('web', { pod: { containers: [container({ image })] } });
const digest = `sha256:${'a'.repeat(64)}`;

describe('an image', () => {
  it.each([
    'web:1.2',
    'registry.example.internal:5000/team/web:v1',
    `web@${digest}`,
    `web:latest@${digest}`,
    'web:latest-gpu',
  ])('may be %s', (image) => {
    expect(placesOf(rule, [running(image)])).toEqual([]);
  });

  it.each([
    ['web', 'web: no tag, which means latest'],
    ['registry.example.internal:5000/web', 'registry.example.internal:5000/web: no tag, which means latest'],
    ['web:latest', 'web:latest'],
    ['', 'no image'],
    ['Web Server', 'Web Server: not an image reference'],
  ])('is not %s', (image, got) => {
    expect(messagesOf(rule, [running(image)])).toEqual([`error: ${got}`]);
  });

  it('of init containers and image volumes counts as well', () => {
    const pod = {
      initContainers: [container({ name: 'init', image: 'tool' })],
      volumes: [{ name: 'model', image: { reference: 'models/iris' } }],
    };
    const spec = 'Deployment/app/web spec.template.spec';
    expect(placesOf(rule, [deployment('web', { pod })])).toEqual([
      `${spec}.initContainers[0].image`,
      `${spec}.volumes[0].image.reference`,
    ]);
  });
});
