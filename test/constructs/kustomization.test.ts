import { Testing } from 'cdk8s';
import { Kustomization } from '../../lib/constructs';
import { configMap, deployment, inMemory } from '../kustomize/trees';

describe('a kustomization in a chart', () => {
  const fs = inMemory({
    'kustomization.yaml': 'resources: [a.yaml, b.yaml]\nnamespace: team\n',
    'a.yaml': configMap,
    'b.yaml': deployment,
  });

  it('becomes the objects that it builds, in their order, as they are', () => {
    const chart = Testing.chart();
    const { apiObjects } = new Kustomization(chart, 'app', { path: '.', cwd: '/tree', fs });
    expect(apiObjects.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'ConfigMap/settings',
      'Deployment/web',
    ]);
    expect(Testing.synth(chart)).toMatchObject([
      { kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'team' }, data: { a: 'b' } },
      { kind: 'Deployment', metadata: { name: 'web', namespace: 'team' } },
    ]);
  });

  it('can be changed like any other object of the chart', () => {
    const chart = Testing.chart();
    const app = new Kustomization(chart, 'app', { path: '.', cwd: '/tree', fs });
    app.apiObjects[1]?.metadata.addAnnotation('example.com/owner', 'team');
    expect(Testing.synth(chart)[1]).toMatchObject({
      metadata: { annotations: { 'example.com/owner': 'team' } },
    });
  });
});
