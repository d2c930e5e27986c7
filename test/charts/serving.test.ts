import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { load } from 'js-yaml';
import { serving } from '../../charts/serving';
import { fieldOf } from '../../lib/constructs';
import { isRecord, listAt } from '../../lib/kubernetes';
import { find, iris, platformWith, renderPlatform, triton } from '../constructs/model-server/support';

describe('the serving component', () => {
  it('is enabled by the first model', () => {
    expect(serving.enabled(platformWith([]))).toBe(false);
    expect(serving.enabled(platformWith([iris]))).toBe(true);
  });

  it('asks for restricted namespaces: its own, those of its models, those of callers that the platform governs', () => {
    const team = { ...triton, namespace: 'team-vision' };
    const platform = platformWith([iris, team], {
      teams: [{ name: 'vision', namespace: 'team-vision' }, { name: 'audit' }],
    });
    expect(serving.namespaces(platform)).toEqual([
      { name: 'serving', podSecurity: 'restricted' },
      { name: 'team-vision', podSecurity: 'restricted' },
    ]);
    const called = platformWith(
      [{ ...iris, callers: [{ namespace: 'audit' }, { namespace: 'elsewhere' }] }],
      {
        teams: [{ name: 'audit' }],
      },
    );
    expect(serving.namespaces(called).map(({ name }) => name)).toEqual(['audit', 'serving']);
  });

  it('puts every object of a model into its namespace', () => {
    const objects = renderPlatform(platformWith([iris, { ...triton, namespace: 'team-vision' }]));
    const namespacesOf = (model: string) =>
      new Set(
        objects
          .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === model)
          .map(({ metadata }) => metadata.namespace),
      );
    expect(namespacesOf('iris')).toEqual(new Set(['serving']));
    expect(namespacesOf('detector')).toEqual(new Set(['team-vision']));
  });

  it('follows the namespace that the platform gives its models', () => {
    const objects = renderPlatform(platformWith([iris], { serving: { namespace: 'models' } }));
    expect(find(objects, 'Deployment', 'iris').metadata.namespace).toBe('models');
  });

  it('notes which entry of the platform each object comes from', () => {
    const platform = platformWith([iris, triton]);
    const chart = serving.chart(new App(), { platform, namespaces: [] });
    expect(chart.node.children.map((child) => fieldOf(child))).toEqual([
      'spec.serving.models[iris]',
      'spec.serving.models[detector]',
    ]);
  });

  it('makes five objects out of the entry in its README', () => {
    const readme = readFileSync(join(__dirname, '../../charts/serving/README.md'), 'utf8');
    const example: unknown = load(/```yaml\n([^`]*)```/.exec(readme)?.[1] ?? '');
    const models = listAt(example, 'serving', 'models').filter(isRecord);
    const objects = renderPlatform(platformWith(models));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount iris',
      'Deployment iris',
      'Service iris',
      'NetworkPolicy iris',
      'NetworkPolicy call-iris',
    ]);
  });
});
