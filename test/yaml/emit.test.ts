import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitYaml, FIELD_ORDER, UnwritableValue, USER_KEYED_FIELDS } from '../../lib/yaml';

const golden = (name: string): string => readFileSync(join(__dirname, 'golden', name), 'utf8');

const refusalOf = (value: unknown): UnwritableValue => {
  try {
    emitYaml(value);
  } catch (error) {
    if (error instanceof UnwritableValue) return error;
    throw error;
  }
  throw new Error('it was written');
};

describe('emitYaml', () => {
  it('writes a Deployment as people write it, whatever the order of its keys', () => {
    const deployment = {
      spec: {
        template: {
          spec: {
            volumes: [{ emptyDir: {}, name: 'tmp' }],
            containers: [
              {
                securityContext: {
                  readOnlyRootFilesystem: true,
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                },
                resources: { limits: { memory: '1Gi' }, requests: { memory: '512Mi', cpu: '250m' } },
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                livenessProbe: { periodSeconds: 10, httpGet: { port: 'http', path: '/healthz' } },
                readinessProbe: {
                  httpGet: { port: 'http', path: '/readyz', httpHeaders: [{ name: 'Accept', value: '*/*' }] },
                },
                ports: [{ protocol: 'TCP', containerPort: 8080, name: 'http' }],
                env: [
                  { value: 'yes', name: 'WARM_UP' },
                  { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } }, name: 'POD' },
                ],
                args: ['--bind=0.0.0.0:8080', '--workers', '2', 'app:create(mode="fast")'],
                command: ['gunicorn'],
                image: 'registry.example.internal/models/iris:1.4.0@sha256:0123',
                name: 'server',
              },
            ],
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            serviceAccountName: 'iris',
            automountServiceAccountToken: false,
          },
          metadata: { labels: { 'app.kubernetes.io/name': 'iris' } },
        },
        selector: { matchLabels: { 'app.kubernetes.io/name': 'iris' } },
        replicas: 2,
      },
      metadata: {
        annotations: { 'argocd.argoproj.io/sync-wave': '3', 'example.com/since': '2024-01-01' },
        labels: {
          'app.kubernetes.io/version': '1.4.0',
          'app.kubernetes.io/name': 'iris',
          name: 'iris',
          Team: 'ml',
        },
        namespace: 'models',
        name: 'iris',
      },
      kind: 'Deployment',
      apiVersion: 'apps/v1',
    };
    expect(emitYaml(deployment, { comment: ['serving, from spec.serving.models[iris]'] })).toBe(
      golden('deployment.yaml'),
    );
  });

  it('writes scripts and configuration of a ConfigMap as literal blocks wherever those can hold them', () => {
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts', namespace: 'models' },
      data: {
        'warm-up.sh':
          '#!/bin/sh\nset -eu\n\nfor i in 1 2 3; do\n\tcurl -fsS "http://localhost:8080/score" \\\n    || exit 1   \ndone\n',
        'banner.txt': '   ready\n  ---\n...\n',
        'no-final-break.json': '{\n  "a": [1, 2]\n}',
        'final-breaks.txt': 'one\n\n\n',
        'windows.ini': '[a]\r\nb=c\r\n',
        'one-line': 'on',
        'unicode.txt': 'größer\n日本語 😀\n',
        'direction.txt': 'visible\n\u202ehidden\n',
        empty: '',
      },
    };
    expect(emitYaml(configMap)).toBe(golden('script-config-map.yaml'));
  });

  it.each([
    [0, '0'],
    [-0, '-0.0'],
    [3, '3'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [5e-7, '5.0e-7'],
    [1.5e-9, '1.5e-9'],
    [1e21, '1.0e+21'],
    [1.25e300, '1.25e+300'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [true, 'true'],
    [null, 'null'],
    [{}, '{}'],
    [[], '[]'],
    [{ a: undefined }, '{}'],
    ['500m', '500m'],
    ['1.10', '"1.10"'],
    ['--flag=a', '--flag=a'],
    ['100%', '100%'],
    ['http://example.com:80/', 'http://example.com:80/'],
    ['yes', '"yes"'],
    ['0o17', '"0o17"'],
    ['=', '"="'],
    ['<<', '"<<"'],
    ['a\u2028b', '"a\\u2028b"'],
    ['\u{e0041}', '"\\U000e0041"'],
  ])('writes %j as %s', (value, text) => {
    expect(emitYaml({ a: { b: value } })).toBe(`a:\n  b: ${text}\n`);
    expect(emitYaml(value)).toBe(`${text}\n`);
  });

  it('leaves out entries that are undefined, and keeps null', () => {
    expect(emitYaml({ a: undefined, b: null, c: { d: undefined } })).toBe('b: null\nc: {}\n');
  });

  it('writes a shared value twice, never as an anchor', () => {
    const shared = { team: 'ml' };
    expect(emitYaml({ a: shared, b: shared })).toBe('a:\n  team: ml\nb:\n  team: ml\n');
  });

  it('writes lists in lists and maps in lists compactly', () => {
    expect(emitYaml({ a: [['x', 'y'], [], {}, { c: [{ d: 1, e: [2] }] }] })).toBe(
      'a:\n- - x\n  - "y"\n- []\n- {}\n- c:\n  - d: 1\n    e:\n    - 2\n',
    );
  });

  it('sorts unknown fields, and all keys that users choose, by code point', () => {
    expect(emitYaml({ zeta: 1, Alpha: 1, '\u{1f600}': 1, '\uff5e': 1, spec: 1, kind: 'A' })).toBe(
      'kind: A\nspec: 1\nAlpha: 1\nzeta: 1\n\uff5e: 1\n\u{1f600}: 1\n',
    );
    expect(emitYaml({ labels: { spec: 'a', name: 'b', app: 'c' } })).toBe(
      'labels:\n  app: c\n  name: b\n  spec: a\n',
    );
  });

  it('lists no field twice', () => {
    expect(new Set(FIELD_ORDER).size).toBe(FIELD_ORDER.length);
    expect(new Set(USER_KEYED_FIELDS).size).toBe(USER_KEYED_FIELDS.length);
  });

  it('keeps every line of a comment a comment', () => {
    expect(emitYaml({ a: 1 }, { comment: ['one\ntwo', '', 'three\u2028four'] })).toBe(
      '# one\n# two\n#\n# "three\\u2028four"\na: 1\n',
    );
  });

  it.each<readonly [string, unknown, string]>([
    ['NaN', { a: NaN }, 'a'],
    ['infinity', { a: [1, -Infinity] }, 'a[1]'],
    ['a whole number that a double may have rounded', { a: 2 ** 53 }, 'a'],
    ['half of a surrogate pair', { 'x.y/z': [{ a: 'b\ud800' }] }, '[x.y/z][0].a'],
    ['half of a surrogate pair in a key', { a: { '\udc00': 1 } }, 'a[\udc00]'],
    ['a date', { a: new Date(0) }, 'a'],
    ['a Map', { a: new Map() }, 'a'],
    ['a bigint', { a: 1n }, 'a'],
    ['a function', { a: () => 1 }, 'a'],
    ['undefined in a list', { a: [undefined] }, 'a[0]'],
  ])('refuses %s and names its place', (_, value, place) => {
    const refusal = refusalOf(value);
    expect(refusal).toBeInstanceOf(RangeError);
    expect(refusal.message.startsWith(`${place}: `)).toBe(true);
  });

  it('refuses a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = [cycle];
    expect(refusalOf(cycle).got).toMatch(/cycle/);
  });
});
