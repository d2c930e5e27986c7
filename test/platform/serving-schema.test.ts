import { findings, iris, platformWith, tensorflow, triton } from '../constructs/model-server/support';

const fixed = (replicas: number) => ({ scaling: { kind: 'fixed', replicas } });

describe('the schema of models', () => {
  it('needs four lines for a Flask model and fills in the rest', () => {
    const [model] = platformWith([iris]).spec.serving.models;
    expect(model).toMatchObject({
      image: { kind: 'tag', name: 'registry.example.com/models/iris', tag: '1.4.2' },
      runtime: { port: 8080, workers: 2, paths: { readiness: '/ready' } },
      source: { kind: 'image' },
      scaling: { kind: 'fixed', replicas: 1 },
      exposure: { kind: 'none' },
      metrics: { kind: 'none' },
    });
  });

  it('knows the published images of TensorFlow Serving and Triton, pinned', () => {
    const images = platformWith([tensorflow, triton]).spec.serving.models.map((model) => model.image.name);
    expect(images).toEqual(['docker.io/tensorflow/serving', 'nvcr.io/nvidia/tritonserver']);
  });

  it.each([
    ['without a tag or a digest', { name: 'registry.example.com/iris' }, 'image'],
    [
      'with both',
      { name: 'registry.example.com/iris', tag: '1', digest: `sha256:${'a'.repeat(64)}` },
      'image',
    ],
    ['with the tag latest', { name: 'registry.example.com/iris', tag: 'latest' }, 'image.tag'],
    ['without a registry', { name: 'team/iris', tag: '1' }, 'image.name'],
    ['with the tag in its name', { name: 'registry.example.com/iris:1', tag: '1' }, 'image.name'],
    ['with half a digest', { name: 'registry.example.com/iris', digest: 'sha256:abc' }, 'image.digest'],
  ])('refuses an image %s', (_, image, field) => {
    expect(findings([{ ...iris, image }])).toEqual([`platform/value spec.serving.models[iris].${field}`]);
  });

  it('refuses a server of the user’s own without an image', () => {
    const bare = Object.fromEntries(Object.entries(iris).filter(([key]) => key !== 'image'));
    expect(findings([bare])).toEqual(['platform/value spec.serving.models[iris].image']);
  });

  it('refuses a download without a checksum', () => {
    const source = { kind: 'http', url: 'https://models.example.com/iris.pkl' };
    expect(findings([{ ...iris, source }])).toEqual([
      'platform/missing spec.serving.models[iris].source.sha256',
    ]);
  });

  it('refuses an address with credentials in it', () => {
    const source = {
      kind: 'http',
      url: 'https://me:secret@models.example.com/iris.pkl',
      sha256: 'a'.repeat(64),
    };
    expect(findings([{ ...iris, source }])).toEqual(['platform/value spec.serving.models[iris].source.url']);
  });

  it('has no way to say a number of replicas beside an autoscaler', () => {
    const scaling = { kind: 'autoscaling', min: 1, max: 3, replicas: 2 };
    expect(findings([{ ...iris, scaling }])).toEqual([
      'platform/unknown-key spec.serving.models[iris].scaling.replicas',
    ]);
  });

  it('has no way to scale on cpu without a request, for requests are required', () => {
    expect(findings([{ ...iris, resources: { requests: { memory: '1Gi' } } }])).toEqual([
      expect.stringContaining('spec.serving.models[iris].resources.requests.cpu'),
    ]);
  });

  it('refuses a budget that says both what must stay and what may go', () => {
    expect(findings([{ ...iris, disruption: { minAvailable: 1, maxUnavailable: 1 } }])).toEqual([
      'platform/value spec.serving.models[iris].disruption',
    ]);
  });

  it('refuses a canary that is the stable version', () => {
    expect(findings([{ ...iris, ...fixed(2), canary: { weight: 50 } }])).toEqual([
      'platform/value spec.serving.models[iris].canary',
    ]);
  });

  it('refuses a time zone that does not exist', () => {
    const batch = [{ name: 'nightly', schedule: '0 3 * * *', timeZone: 'Europe/Atlantis', command: ['run'] }];
    expect(findings([{ ...iris, batch }])).toEqual([
      'platform/value spec.serving.models[iris].batch[nightly].timeZone',
    ]);
  });
});
