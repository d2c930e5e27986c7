import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../lib/diagnostics';
import { allObjects, readWrittenTree } from '../../lib/rehearsal';
import { deliveryOf } from '../../lib/rehearsal/stage';
import { mappedText, mappingOf } from '../../lib/rehearsal/stage/repository';
import { scratch } from '../cli/drydock';

const copy = (): string => {
  const folder = join(scratch(), 'onprem');
  cpSync('dist/onprem', folder, { recursive: true });
  return folder;
};

const refusalOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (Refusal.is(error)) return error.diagnostics.map(({ got }) => got).join('; ');
    throw error;
  }
  return 'no refusal';
};

describe('a written tree', () => {
  it('has its objects by component and wave, with the field that each comes from', () => {
    const tree = readWrittenTree('dist/onprem');
    const iris = allObjects(tree).find(({ path }) => path === 'serving/Deployment-iris.yaml');
    expect(iris).toMatchObject({
      component: 'serving',
      field: 'spec.serving.models[iris]',
      object: { kind: 'Deployment', metadata: { name: 'iris', namespace: 'serving' } },
    });
    expect(tree.components[0]?.wave).toBe(0);
  });

  it('is refused when a file was changed by hand', () => {
    const folder = copy();
    const file = join(folder, 'serving/Service-iris.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: iris', 'name: other'));
    expect(refusalOf(() => readWrittenTree(folder))).toBe('a file that was changed by hand');
  });

  it('is refused when a file is missing', () => {
    const folder = copy();
    rmSync(join(folder, 'serving/Service-iris.yaml'));
    expect(refusalOf(() => readWrittenTree(folder))).toBe('no such file');
  });

  it('is refused when it is none', () => {
    expect(refusalOf(() => readWrittenTree(join(scratch(), 'nothing')))).toBe('no written tree');
  });
});

describe('how a tree is delivered', () => {
  const tree = readWrittenTree('dist/onprem');

  it('is read off its own manifests', () => {
    const { namespace, root, path, bootstrap, applications } = deliveryOf(tree);
    expect([namespace, root, path]).toEqual(['argocd', 'onprem', 'dist/onprem']);
    expect(bootstrap.map(({ object }) => object.kind)).toEqual(['AppProject', 'Application']);
    expect(applications).toContainEqual(
      expect.objectContaining({ name: 'onprem-serving', component: 'serving' }),
    );
  });

  it('keeps an https repository as it is, for a proxy answers for it', () => {
    expect(mappingOf(deliveryOf(tree), '/local').kind).toBe('proxied');
  });

  it('names the local repository in the throw-away copy where no proxy can', () => {
    const delivery = { ...deliveryOf(tree), repoURL: 'ssh://git@git.example.internal/x.git' };
    const mapping = mappingOf(delivery, '/local');
    expect(mapping.kind).toBe('rewritten');
    expect(mappedText('repoURL: ssh://git@git.example.internal/x.git\n', delivery, mapping)).toBe(
      'repoURL: file:///local\n',
    );
  });

  it('is refused for another cluster than Argo CD runs in', () => {
    const elsewhere = {
      ...tree,
      components: tree.components.map((component) => ({
        ...component,
        waves: component.waves.map((wave) => ({
          ...wave,
          objects: wave.objects.map((each) =>
            each.object.kind === 'Application'
              ? {
                  ...each,
                  object: { ...each.object, spec: { destination: { server: 'https://192.0.2.1:6443' } } },
                }
              : each,
          ),
        })),
      })),
    };
    expect(refusalOf(() => deliveryOf(elsewhere))).toContain(
      'an Application for the cluster https://192.0.2.1:6443',
    );
  });
});
