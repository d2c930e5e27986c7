import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fieldAt, isRecord, listAt, recordAt, stringAt } from '../../lib/kubernetes';
import { find, image, render, resources, type Settings } from '../constructs/kubeflow/support';

const upstream = join(process.env['DRYDOCK_UPSTREAM'] ?? '../shared/upstream', 'crds');
const whereUpstreamIs = existsSync(upstream) ? describe : describe.skip;

const training: Settings = {
  training: { jobs: [{ kind: 'pytorch', name: 'train', namespace: 'vision', image, resources }] },
};
const notebooks: Settings = {
  notebooks: {
    servers: [{ name: 'lab', namespace: 'vision', image, resources, workspace: { claim: { size: '1Gi' } } }],
  },
};

const isOpen = (schema: unknown): boolean => fieldAt(schema, 'x-kubernetes-preserve-unknown-fields') === true;

/** Fields that upstream's schema has and ours would drop, or has with another type. */
const missingIn = (ours: unknown, theirs: unknown, path = ''): readonly string[] => {
  if (isOpen(ours)) return [];
  const type = stringAt(theirs, 'type');
  if (type !== undefined && type !== stringAt(ours, 'type')) return [`${path}: ${type}`];
  const below = (field: string): readonly string[] =>
    isRecord(fieldAt(theirs, field))
      ? missingIn(fieldAt(ours, field), fieldAt(theirs, field), `${path}.${field}`)
      : [];
  return [
    ...Object.entries(recordAt(theirs, 'properties')).flatMap(([field, schema]) =>
      missingIn(recordAt(ours, 'properties')[field], schema, `${path}.${field}`),
    ),
    ...below('items'),
    ...below('additionalProperties'),
  ];
};

const versionNamed = (definition: unknown, name: string): unknown =>
  listAt(definition, 'spec', 'versions').find((version) => stringAt(version, 'name') === name);

whereUpstreamIs('the definitions that come with the operators', () => {
  it.each([
    ['training-operator/kubeflow.org_tfjobs.yaml', training, ['v1']],
    ['training-operator/kubeflow.org_pytorchjobs.yaml', training, ['v1']],
    ['training-operator/kubeflow.org_mpijobs.yaml', training, ['v1']],
    ['jupyter/kubeflow.org_notebooks.yaml', notebooks, ['v1', 'v1beta1']],
  ])('keep every field of %s', (file, settings, versions) => {
    const theirs: unknown = load(readFileSync(join(upstream, file), 'utf8'));
    const ours = find(
      render(settings),
      'CustomResourceDefinition',
      stringAt(theirs, 'metadata', 'name') ?? '',
    );
    expect(fieldAt(ours, 'spec', 'scope')).toBe(fieldAt(theirs, 'spec', 'scope'));
    expect(fieldAt(ours, 'spec', 'names')).toMatchObject(recordAt(theirs, 'spec', 'names'));
    for (const version of versions) {
      const schema = (definition: unknown): unknown =>
        fieldAt(versionNamed(definition, version), 'schema', 'openAPIV3Schema', 'properties', 'spec');
      expect(schema(theirs)).toBeDefined();
      expect(missingIn(schema(ours), schema(theirs))).toEqual([]);
      expect(fieldAt(versionNamed(ours, version), 'subresources')).toEqual(
        fieldAt(versionNamed(theirs, version), 'subresources'),
      );
    }
  });
});

describe('the training operator', () => {
  it('comes with the first job, and not where the site has one', () => {
    const kinds = (settings: Settings): readonly string[] => render(settings).map(({ kind }) => kind);
    expect(kinds(training)).toContain('Deployment');
    expect(
      kinds({ training: { ...recordAt(training, 'training'), operator: { install: false } } }),
    ).not.toContain('Deployment');
    expect(kinds(notebooks).filter((kind) => kind === 'Deployment')).toHaveLength(1);
  });

  it('lets workers wait for their master in a container that a restricted namespace takes', () => {
    const template = stringAt(
      find(render(training), 'ConfigMap', 'training-operator-templates'),
      'data',
      'initContainer.yaml',
    );
    const filled = (template ?? '')
      .replace('{{.InitContainerImage}}', 'registry.example.com/busybox:1')
      .replace('{{.MaxTries}}', '100')
      .replace('{{.MasterAddr}}', 'train-master-0');
    const containers: unknown = load(filled);
    expect(filled).not.toContain('{{');
    expect(fieldAt(containers, 0, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('answers the webhooks that it has, on its own Service', () => {
    const objects = render(training);
    const webhooks = listAt(
      find(objects, 'ValidatingWebhookConfiguration', 'validator.training-operator.kubeflow.org'),
      'webhooks',
    );
    expect(webhooks.map((webhook) => stringAt(webhook, 'clientConfig', 'service', 'path'))).toEqual([
      '/validate-kubeflow-org-v1-tfjob',
      '/validate-kubeflow-org-v1-pytorchjob',
    ]);
    const args = listAt(
      find(objects, 'Deployment', 'training-operator'),
      ...['spec', 'template', 'spec', 'containers', 0, 'args'],
    );
    expect(args).toEqual(expect.arrayContaining(['--enable-scheme=mpijob', '--enable-scheme=tfjob']));
  });
});
