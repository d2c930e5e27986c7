import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certManager } from '../../lib/constructs';
import { Refusal } from '../../lib/diagnostics';
import { fieldAt, listAt, stringAt, type KubernetesObject } from '../../lib/kubernetes';
import { neededDefinitions, pluralOf, type Known } from '../../lib/rehearsal/stand-ins/definitions';
import { givenDefinitions } from '../../lib/rehearsal/stand-ins/given-definitions';
import { openLedger } from '../../lib/rehearsal/stand-ins/ledger';

const widget = (version: string, namespace?: string): KubernetesObject => ({
  apiVersion: `example.internal/${version}`,
  kind: 'Widget',
  metadata: { name: 'one', ...(namespace === undefined ? {} : { namespace }) },
});

const definition = (group: string, kind: string): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${kind.toLowerCase()}s.${group}` },
  spec: { group, names: { kind }, scope: 'Namespaced', note: 'the real one' },
});

const builtIn = new Set(['apiextensions.k8s.io/CustomResourceDefinition']);

const needed = (known: Partial<Known>) =>
  neededDefinitions({
    objects: [],
    declared: [],
    given: [],
    isServed: (group, kind) => builtIn.has(`${group}/${kind}`),
    ...known,
  });

describe('the definitions that a rehearsal brings', () => {
  it('are of every kind that nobody defines, with a status and no schema, and are called undeclared', () => {
    const [only, ...others] = needed({ objects: [widget('v1', 'play')] });
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      kind: 'Widget.example.internal',
      real: false,
      why: 'not declared by any component',
      definition: {
        metadata: { name: 'widgets.example.internal' },
        spec: {
          scope: 'Namespaced',
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              subresources: { status: {} },
              schema: {
                openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          ],
        },
      },
    });
  });

  it('serve every version that is used and store one', () => {
    const [only] = needed({ objects: [widget('v1'), widget('v2')] });
    const versions = listAt(only?.definition, 'spec', 'versions');
    expect(versions.map((each) => [stringAt(each, 'name'), fieldAt(each, 'storage')])).toEqual([
      ['v1', true],
      ['v2', false],
    ]);
    expect(stringAt(only?.definition, 'spec', 'scope')).toBe('Cluster');
  });

  it('are none for a kind that the tree defines or the API server knows', () => {
    const objects = [widget('v1', 'play')];
    expect(needed({ objects: [...objects, definition('example.internal', 'Widget')] })).toEqual([]);
    expect(needed({ objects, isServed: () => true })).toEqual([]);
  });

  it('are those that components declare, with their reason and their plural', () => {
    const found = needed({ declared: certManager });
    expect(found.map(({ kind }) => kind)).toContain('ClusterIssuer.cert-manager.io');
    expect(found.every(({ why }) => why.includes('the site installs cert-manager'))).toBe(true);
  });

  it('are the real ones where a user has given them', () => {
    const [only] = needed({
      objects: [widget('v1', 'play')],
      given: [definition('example.internal', 'Widget')],
    });
    expect(only?.real).toBe(true);
    expect(stringAt(only?.definition, 'spec', 'note')).toBe('the real one');
  });

  it('say that nobody has approved them where the Kubernetes project guards the group', () => {
    const [only] = needed({
      objects: [{ ...widget('v1', 'play'), apiVersion: 'gateway.networking.k8s.io/v1' }],
    });
    expect(stringAt(only?.definition, 'metadata', 'annotations', 'api-approved.kubernetes.io')).toMatch(
      /^unapproved/,
    );
  });

  it.each([
    ['Gateway', 'gateways'],
    ['NetworkPolicy', 'networkpolicies'],
    ['ClusterIngress', 'clusteringresses'],
    ['Mesh', 'meshes'],
  ])('have the plural of %s: %s', (kind, plural) => {
    expect(pluralOf(kind)).toBe(plural);
  });
});

describe('definitions that a user gives', () => {
  const inFolder = <T>(files: Readonly<Record<string, string>>, body: (folder: string) => T): T => {
    const folder = mkdtempSync(join(tmpdir(), 'drydock-definitions-'));
    try {
      mkdirSync(join(folder, 'deep'));
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
      return body(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const text =
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: NAME}\n';

  it('are found in subfolders and among other documents', () => {
    const files = {
      'a.yaml': `${text.replace('NAME', 'a')}---\napiVersion: v1\nkind: ConfigMap\n---\n${text.replace('NAME', 'b')}`,
      'deep/c.yml': text.replace('NAME', 'c'),
      'notes.txt': 'kind: CustomResourceDefinition',
    };
    const names = inFolder(files, (folder) =>
      givenDefinitions([folder]).map((each) => stringAt(each, 'metadata', 'name')),
    );
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a folder without any', { 'a.yaml': 'kind: ConfigMap\n' }, 'no CustomResourceDefinition'],
    ['broken YAML', { 'a.yaml': 'kind: [\n' }, 'Flow sequence'],
  ])('are refused for %s', (_case, files, got) => {
    inFolder(files, (folder) => {
      expect(() => givenDefinitions([folder])).toThrow(Refusal);
      try {
        givenDefinitions([folder]);
      } catch (error) {
        expect(error instanceof Refusal ? error.diagnostics[0]?.got : '').toContain(got);
      }
    });
  });

  it('are refused for a folder that is not there', () => {
    expect(() => givenDefinitions(['/nowhere/at/all'])).toThrow(Refusal);
  });
});

describe('the list of stand-ins', () => {
  it('has every object once, in an order that does not depend on when it acted', () => {
    const ledger = openLedger();
    ledger.note('operator b', 'why', 'Issuer/z');
    ledger.note('operator a', 'why', 'Issuer/x');
    ledger.note('operator b', 'why', 'Issuer/a');
    ledger.note('operator b', 'why', 'Issuer/z');
    expect(ledger.list()).toEqual([
      { what: 'operator a', why: 'why', objects: ['Issuer/x'] },
      { what: 'operator b', why: 'why', objects: ['Issuer/a', 'Issuer/z'] },
    ]);
  });
});
