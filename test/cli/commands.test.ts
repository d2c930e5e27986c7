import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { drydockVersion } from '../../lib/cli/drydock-version';
import { drydock, repositoryCopy, scratch } from './drydock';

const edit = (folder: string, file: string, change: (text: string) => string): void => {
  const path = join(folder, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
};

const starter = async (): Promise<string> => {
  const folder = scratch();
  expect((await drydock(folder, 'init', '.', '--name', 'lab')).code).toBe(0);
  return folder;
};

describe('drydock init', () => {
  it('writes a starter that synthesizes and passes a strict check', async () => {
    const folder = await starter();
    const synth = await drydock(folder, 'synth');
    expect([synth.code, synth.err]).toEqual([0, '']);
    const check = await drydock(folder, 'check', '--strict');
    expect([check.code, check.err]).toEqual([0, '']);
  });

  it('never overwrites a file', async () => {
    const folder = await starter();
    const again = await drydock(folder, 'init', '.', '--name', 'lab');
    expect(again.code).toBe(2);
    expect(again.err).toContain('platforms/lab.yaml');
  });
});

describe('drydock synth', () => {
  it('writes what is committed in this repository, and touches nothing when nothing changed', async () => {
    const folder = repositoryCopy();
    const file = join(folder, 'dist/onprem/release.json');
    const before = statSync(file);
    const { code, out } = await drydock(folder, 'synth');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^onprem: \d+ objects in \d+ components -> dist\/onprem \(0 written, 0 removed, \d+ unchanged\)$/m,
    );
    expect([statSync(file).ino, statSync(file).mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it('reports as JSON', async () => {
    const { out } = await drydock(repositoryCopy(), 'synth', 'onprem', '--json');
    expect(JSON.parse(out)).toMatchObject({
      platforms: [{ platform: 'onprem', folder: 'dist/onprem', written: [], errors: 0 }],
    });
  });

  it('moves every image to the registry of the site and pulls with its secrets, by two settings', async () => {
    const folder = await starter();
    edit(folder, 'platforms/lab.yaml', (text) =>
      text.replace(
        '  delivery:',
        '  images: {registry: registry.example.internal, pullSecrets: [site]}\n  delivery:',
      ),
    );
    const { code, err } = await drydock(folder, 'synth');
    expect([code, err]).toEqual([0, '']);
    const deployment = readFileSync(
      join(folder, 'dist/lab/openebs/Deployment-openebs-localpv-provisioner.yaml'),
      'utf8',
    );
    expect(deployment).toContain('value: registry.example.internal/docker.io/openebs/linux-utils:');
    expect(deployment).toContain('imagePullSecrets:\n      - name: site');
  });

  it('writes several platforms, each into its own tree, one laid over the other', async () => {
    const folder = await starter();
    writeFileSync(
      join(folder, 'platforms/staging.yaml'),
      'apiVersion: drydock.dev/v1\nkind: Platform\nextends: ./lab.yaml\nmetadata: {name: staging}\nspec: {delivery: {targetRevision: staging}}\n',
    );
    expect((await drydock(folder, 'synth')).code).toBe(0);
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['lab', 'staging']);
    expect(
      readFileSync(join(folder, 'dist/staging/argocd/Application-staging-openebs.yaml'), 'utf8'),
    ).toContain('targetRevision: staging');
  });

  it('reads a platform in TypeScript', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'platforms'));
    writeFileSync(
      join(folder, 'platforms/code.ts'),
      `const nodes: { name: string; role: string; capacity: object }[] = ['control-plane', 'worker'].map((role) => ({ name: role, role, capacity: { cpu: 4, memory: '8Gi' } }));
       export const platform = { apiVersion: 'drydock.dev/v1', kind: 'Platform', metadata: { name: 'code' }, spec: { kubernetes: { version: '1.34' },
         delivery: { repoURL: 'https://git.example.internal/code.git' }, nodes, storage: { classes: [{ name: 'local', kind: 'hostpath', default: true }] } } };`,
    );
    const { code, err } = await drydock(folder, 'synth');
    expect([code, err]).toEqual([0, '']);
    expect(existsSync(join(folder, 'dist/code/release.json'))).toBe(true);
  });

  it.each([
    ['an unknown platform', ['synth', 'onprm'], 'did you mean onprem?'],
    ['an unknown option', ['synth', '--outptu', 'x'], 'unknown option'],
    ['an unknown command', ['sinth'], 'Did you mean synth?'],
    ['a folder that is not there', ['-C', 'nowhere', 'synth'], 'a folder that exists'],
  ])('refuses %s with exit code 2 and what was meant', async (_, words, said) => {
    const { code, err } = await drydock(repositoryCopy(), ...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [string, (text: string) => string, string])[] = [
    ['broken YAML', (text) => `${text}  ]`, 'platform/yaml'],
    ['an empty file', () => '', 'platform/empty'],
    ['an unknown component', (text) => `${text}  feast: {}\n`, 'platform/unknown-key'],
    [
      'two default classes',
      (text) =>
        text.replace('default: true', 'default: true\n    - {name: b, kind: hostpath, default: true}'),
      'storage/one-default-class',
    ],
    [
      'a version that does not fit',
      (text) => text.replace('delivery:', 'delivery:\n    argoCD: {version: "2.13"}'),
      'versions/argo-cd',
    ],
    [
      'a node pool too small',
      (text) =>
        `${text}  serving:\n    models:\n    - name: big\n      runtime: {kind: flask, app: "app:app"}\n      image: {name: registry.example.internal/big, tag: v1}\n      resources: {requests: {cpu: 64, memory: 1Gi}, limits: {memory: 1Gi}}\n`,
      'serving/',
    ],
  ];

  it.each(cases)(
    '%s is refused with exit code 2, a rule and no stack trace, and no tree is written',
    async (_, change, rule) => {
      const folder = await starter();
      edit(folder, 'platforms/lab.yaml', change);
      const { code, err } = await drydock(folder, 'synth');
      expect(err).toContain(rule);
      expect(code).toBe(2);
      expect(err).not.toMatch(/^\s+at /m);
      expect(existsSync(join(folder, 'dist'))).toBe(false);
    },
  );

  it('in an extension that depends on itself through another prints the circle', async () => {
    const folder = await starter();
    const component = (name: string, other: string): string =>
      `exports.component = () => ({ name: '${name}', summary: 's', field: 'spec', dependsOn: ['${other}'], enabled: () => true, namespace: () => 'default', namespaces: () => [],
        chart: (scope) => { const { Chart } = require('${join(process.cwd(), 'node_modules/cdk8s')}'); return new Chart(scope, '${name}'); } });`;
    mkdirSync(join(folder, 'extensions'));
    writeFileSync(join(folder, 'extensions/a.js'), component('a', 'b'));
    writeFileSync(join(folder, 'extensions/b.js'), component('b', 'a'));
    edit(
      folder,
      'platforms/lab.yaml',
      (text) =>
        `${text}  extensions:\n  - {name: a, module: ../extensions/a.js}\n  - {name: b, module: ../extensions/b.js}\n`,
    );
    const { code, err } = await drydock(folder, 'synth');
    expect([code, err]).toEqual([2, expect.stringContaining('a -> b -> a')]);
  });

  it('names an extension that is missing at the line that asks for it', async () => {
    const folder = await starter();
    edit(
      folder,
      'platforms/lab.yaml',
      (text) => `${text}  extensions:\n  - {name: a, module: ../extensions/gone.ts}\n`,
    );
    const { code, err } = await drydock(folder, 'synth');
    expect([code, err]).toEqual([2, expect.stringMatching(/platforms\/lab\.yaml:\d+:\d+.*platform\/module/)]);
  });

  it('in an output folder that belongs to somebody else leaves it alone', async () => {
    const folder = await starter();
    mkdirSync(join(folder, 'dist/lab'), { recursive: true });
    writeFileSync(join(folder, 'dist/lab/notes.txt'), 'mine');
    const { code } = await drydock(folder, 'synth');
    expect(code).toBe(2);
    expect(readdirSync(join(folder, 'dist/lab'))).toEqual(['notes.txt']);
  });

  it('in an output folder that is a file is refused with the reason', async () => {
    const folder = await starter();
    writeFileSync(join(folder, 'dist'), 'a file');
    const { code, err } = await drydock(folder, 'synth');
    expect(code).toBe(2);
    expect(err).not.toMatch(/^\s+at /m);
    chmodSync(join(folder, 'dist'), 0o644);
    expect(readFileSync(join(folder, 'dist'), 'utf8')).toBe('a file');
  });
});

describe('drydock check', () => {
  it('is clean for what is committed in this repository', async () => {
    const { code, err, out } = await drydock(repositoryCopy(), 'check');
    expect({ code, err, out }).toMatchObject({ code: 0, err: '' });
  });

  it('names the first differing field of a file that was edited by hand', async () => {
    const folder = repositoryCopy();
    edit(folder, 'dist/onprem/openebs/Deployment-openebs-localpv-provisioner.yaml', (text) =>
      text.replace(/replicas: \d+/, 'replicas: 7'),
    );
    const { code, out } = await drydock(folder, 'check');
    expect(code).toBe(1);
    expect(out).toContain('dist/onprem/openebs/Deployment-openebs-localpv-provisioner.yaml');
    expect(out).toContain('spec.replicas: 7');
  });

  it('names files that are missing, stale or foreign', async () => {
    const folder = repositoryCopy();
    rmSync(join(folder, 'dist/onprem/openebs/StorageClass-local-hostpath.yaml'));
    writeFileSync(join(folder, 'dist/onprem/openebs/own.yaml'), 'a: b\n');
    const { code, out } = await drydock(folder, 'check', '--json');
    expect(code).toBe(1);
    expect(out).toContain('StorageClass-local-hostpath.yaml');
    expect(out).toContain('own.yaml');
  });

  it('writes what code hosts read: SARIF and annotations', async () => {
    const folder = repositoryCopy();
    rmSync(join(folder, 'dist/onprem/openebs/StorageClass-local-hostpath.yaml'));
    const sarif: unknown = JSON.parse((await drydock(folder, 'check', '--format', 'sarif')).out);
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'drydock' } } }] });
    expect((await drydock(folder, 'check', '--format', 'github')).out).toMatch(
      /^::error file=dist\/onprem\/openebs\/StorageClass-local-hostpath\.yaml/m,
    );
  });

  it('reports bad input in the format that was asked for', async () => {
    const folder = await starter();
    edit(folder, 'platforms/lab.yaml', (text) => `${text}  feast: {}\n`);
    const annotated = await drydock(folder, 'check', '--format', 'github');
    expect([annotated.code, annotated.out]).toEqual([
      2,
      expect.stringMatching(
        /^::error file=platforms\/lab\.yaml,line=\d+,col=3,title=platform\/unknown-key::/,
      ),
    ]);
    expect(JSON.parse((await drydock(folder, 'check', '--json')).out)).toMatchObject({ errors: 1 });
  });

  it('says that nothing was synthesized yet when there is no tree', async () => {
    const { code, out } = await drydock(await starter(), 'check');
    expect(code).toBe(1);
    expect(out).toContain('drydock synth');
  });
});

describe('drydock explain', () => {
  it('finds an object by kind and name, by namespace, or by its file, in any case of letters', async () => {
    const folder = repositoryCopy();
    const answers = await Promise.all(
      [
        'StorageClass/local-lvm',
        'storageclass/local-lvm',
        'dist/onprem/openebs/StorageClass-local-lvm.yaml',
      ].map((word) => drydock(folder, 'explain', word)),
    );
    for (const { code, out } of answers) {
      expect(code).toBe(0);
      expect(out).toContain('charts/openebs/');
      expect(out).toContain('spec.storage.classes[local-lvm]');
      expect(out).toMatch(/platforms\/onprem\.yaml:\d+:\d+/);
    }
  });

  it('says what was meant when there is no such object', async () => {
    const { code, err } = await drydock(repositoryCopy(), 'explain', 'StorageClass/local-lvn');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean StorageClass/local-lvm?')]);
  });
});

describe('drydock graph', () => {
  it('draws the components in every format', async () => {
    const folder = repositoryCopy();
    expect((await drydock(folder, 'graph')).out).toContain('openebs');
    expect((await drydock(folder, 'graph', '--format', 'mermaid')).out).toContain('namespaces --> openebs');
    expect((await drydock(folder, 'graph', '--format', 'dot')).out).toContain('"namespaces" -> "openebs"');
    expect(JSON.parse((await drydock(folder, 'graph', 'onprem', '--json', '--objects')).out)).toMatchObject({
      platforms: [{ platform: 'onprem' }],
    });
  });
});

describe('help and version', () => {
  it('teach every command with an example', async () => {
    const folder = scratch();
    for (const command of ['synth', 'check', 'explain', 'graph', 'schema', 'init']) {
      const { code, out } = await drydock(folder, command, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`$ drydock ${command}`);
    }
  });

  it('name the version of the package', async () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(manifest).toMatchObject({ version: drydockVersion });
    expect((await drydock(scratch(), 'version', '--json')).out).toContain(`"drydock": "${drydockVersion}"`);
    expect((await drydock(scratch(), '--version')).out).toBe(`drydock ${drydockVersion}\n`);
  });
});
