import { diagnosticsOf, messagesOf, oneComponent, placesOf } from './support/release';
import { configMap, container, deployment, object } from './support/objects';

const rule = 'secret/literal';

/** Credentials are put together here, so that no scanner takes this file for a leak. */
const letters = (count: number) => 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8'.repeat(8).slice(0, count);
const pem = (kind: string) => ['-----BEGIN ', kind, 'PRIVATE ', 'KEY-----\nAAAA\n'].join('');
const random = letters(40);

const withEnv = (name: string, value: string) =>
  deployment('web', { pod: { containers: [container({ env: [{ name, value }] })] } });
const withArgs = (...args: readonly string[]) =>
  deployment('web', { pod: { containers: [container({ args })] } });
const isFound = (...objects: Parameters<typeof placesOf>[1]) => placesOf(rule, objects).length > 0;

describe('a Secret', () => {
  const secret = (fields: Readonly<Record<string, unknown>>) => object('v1', 'Secret', 'db', fields);

  it('does not stand in the output with its data', () => {
    const [found] = diagnosticsOf(
      'secret/plain',
      oneComponent([secret({ data: { password: 'aHVudGVyMg==' } })]),
    );
    expect(found).toMatchObject({
      severity: 'error',
      got: 'a plain Secret with password',
      where: { path: 'data' },
    });
    expect(found?.fix).toMatch(/ExternalSecret.*SealedSecret.*generator/);
    expect(placesOf('secret/plain', [secret({ stringData: { a: 'b' } })])).toEqual([
      'Secret/app/db stringData',
    ]);
  });

  it('may be empty, for the cluster to fill', () => {
    expect(placesOf('secret/plain', [secret({ type: 'kubernetes.io/service-account-token' })])).toEqual([]);
    expect(placesOf('secret/plain', [secret({ data: { 'tls.crt': '' } })])).toEqual([]);
  });

  it('may be sealed', () => {
    const sealed = object('bitnami.com/v1alpha1', 'SealedSecret', 'db', {
      spec: { encryptedData: { password: letters(200) } },
    });
    expect(placesOf('secret/plain', [sealed])).toEqual([]);
    expect(isFound(sealed)).toBe(false);
  });
});

describe('a credential is told by its form', () => {
  it.each([
    ['a private key', pem('')],
    ['a private key of a kind', pem('RSA ')],
    ['an OpenSSH key', pem('OPENSSH ')],
    ['an AWS access key id', `AKIA${'Q7ZT'.repeat(4)}`],
    ['a GitHub token', `ghp_${letters(36)}`],
    ['a GitLab token', `glpat-${letters(20)}`],
    ['a Slack token', `xoxb-${letters(20)}`],
    ['a Google API key', `AIza${letters(35)}`],
    ['a Hugging Face token', `hf_${letters(34)}`],
    ['an npm token', `npm_${letters(36)}`],
    ['a Vault token', `hvs.${letters(24)}`],
    ['an Azure storage key', `DefaultEndpointsProtocol=https;AccountKey=${letters(86)}==`],
    ['a JSON web token', `eyJ${letters(20)}.eyJ${letters(20)}.${letters(20)}`],
    ['an address with a password', `postgres://app:${letters(12)}@db.example.internal/app`],
  ])('%s', (_what, text) => {
    expect(isFound(configMap('a', { file: text }))).toBe(true);
    expect(isFound(withEnv('VALUE', text))).toBe(true);
    expect(isFound(withArgs(text))).toBe(true);
    expect(isFound(configMap('a', {}, { annotations: { note: text } }))).toBe(true);
  });

  it.each([
    ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n'],
    ['an address without a password', 'https://user@git.example.com/repo.git'],
    ['an address whose password comes later', 'postgres://app:$(DB_PASSWORD)@db.example.internal/app'],
    ['an address in a template', 'postgres://app:{{ .password }}@db/app'],
    ['a port and a mail address', 'see http://example.com:8080/ or mail admin@example.com'],
    ['a digest', `registry.example.internal/web@sha256:${'0123456789abcdef'.repeat(4)}`],
  ])('and %s is none', (_what, text) => {
    expect(isFound(configMap('a', { file: text }), withEnv('VALUE', text), withArgs(text))).toBe(false);
  });

  it('in custom resources too, and not in the prose of their definitions', () => {
    const token = `ghp_${letters(36)}`;
    expect(placesOf(rule, [object('example.com/v1', 'Thing', 'a', { spec: { deep: [{ token }] } })])).toEqual(
      ['Thing/app/a spec.deep[0].token'],
    );
    const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'a', {
      spec: { description: pem('') },
    });
    expect(isFound(definition)).toBe(false);
  });

  it('and never repeated in the report', () => {
    const token = `ghp_${letters(36)}`;
    expect(JSON.stringify(diagnosticsOf(rule, oneComponent([withEnv('X', token)])))).not.toContain(
      token.slice(4),
    );
  });
});

describe('a variable that is called like a secret', () => {
  it.each([
    'DB_PASSWORD',
    'password',
    'dbPasswd',
    'API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'CLIENT_SECRET',
    'signingKey',
  ])('holds no literal: %s', (name) => {
    expect(messagesOf(rule, [withEnv(name, 'hunter2hunter2')])).toEqual([
      `error: a literal of 14 characters for ${name}`,
    ]);
  });

  it.each([
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD', '$(OTHER)'],
    ['DB_PASSWORD', '/run/secrets/password'],
    ['DB_PASSWORD_FILE', 'file-of-the-password'],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['REQUIRE_PASSWORD', 'true'],
    ['EXISTING_SECRET', 'db-credentials'],
    ['TLS_SECRET', 'web-tls'],
    ['SECRET_NAME', 'web'],
    ['TOKEN_URL', 'https://login.example.com/token'],
    ['OAUTH_TOKEN', 'https://login.example.com/token'],
    ['TOKEN_TTL', '3600'],
    ['MAX_TOKENS', '4096'],
    ['ACCESS_TOKEN', '4096'],
    ['API_KEY', '{{ .Values.key }}'],
    ['API_KEY', '<your key>'],
    ['CACHE_KEY', 'users'],
    ['KEYBOARD', 'qwertzuiop'],
    ['PUBLIC_KEY', random],
    ['IMAGE_DIGEST_KEY', random],
    ['CA_SECRET', 'cert-manager/webhook-ca'],
  ])('may hold what is none: %s=%s', (name, value) => {
    expect(isFound(withEnv(name, value))).toBe(false);
  });

  it('may be less plainly called, where the value is random', () => {
    expect(messagesOf(rule, [withEnv('SESSION_SALT', random)])).toEqual([
      'error: 40 random characters for SESSION_SALT',
    ]);
    expect(isFound(withEnv('SESSION_SALT', 'a-well-known-word'))).toBe(false);
  });
});

describe('an argument', () => {
  const at = 'Deployment/app/web spec.template.spec.containers[0].args';

  it('gives no secret to a flag, in one word or two', () => {
    expect(placesOf(rule, [withArgs('--user=app', '--password=hunter2')])).toEqual([`${at}[1]`]);
    expect(placesOf(rule, [withArgs('--api-key', 'hunter2hunter2', '--port', '80')])).toEqual([`${at}[0]`]);
  });

  it('assigns none in a script', () => {
    expect(placesOf(rule, [withArgs('export DB_PASSWORD=hunter2; exec app')])).toEqual([`${at}[0]`]);
    expect(isFound(withArgs('export DB_PASSWORD="$(cat /run/secrets/db)"; exec app'))).toBe(false);
  });

  it('may name files, variables and switches', () => {
    expect(
      isFound(
        withArgs(
          '--password-file=/run/secrets/db',
          '--token=$(TOKEN)',
          '--secret-name',
          'db',
          '--token',
          '--verbose',
        ),
      ),
    ).toBe(false);
  });
});

describe('a ConfigMap', () => {
  it('has no secret under a key that is called like one', () => {
    expect(placesOf(rule, [configMap('a', { password: 'hunter2' })])).toEqual([
      'ConfigMap/app/a data.password',
    ]);
  });

  it.each([
    ['application.properties', 'db.user=app\ndb.password=hunter2\n'],
    ['config.yaml', 'db:\n  user: app\n  password: "hunter2"\n'],
    ['config.json', '{\n  "user": "app",\n  "clientSecret": "hunter2hunter2",\n  "a": 1\n}\n'],
    ['.env', 'export API_TOKEN=hunter2hunter2\n'],
    ['start.py', 'user = "app"\npassword = "hunter2"\n'],
  ])('has none in a file: %s', (file, text) => {
    expect(placesOf(rule, [configMap('a', { [file]: text })])).toHaveLength(1);
  });

  it('is told with the line', () => {
    expect(messagesOf(rule, [configMap('a', { 'app.properties': 'a=b\npassword=hunter2\n' })])).toEqual([
      'error: a literal of 7 characters for password, in line 2',
    ]);
  });

  it.each([
    [
      'config.yaml',
      'existingSecret: db-credentials\npassword: ${DB_PASSWORD}\ntoken: null\nsecretName: db\npasswordFile: /run/p\n',
    ],
    [
      'start.py',
      'import os\npassword = os.environ["DB_PASSWORD"]\ntoken: str = read()\ndef f(password=None):\n  pass\n',
    ],
    ['start.sh', '#!/bin/sh\nPASSWORD=$(cat /run/secrets/db)\nTOKEN=`cat /run/t`\n'],
    ['nginx.conf', 'proxy_set_header Authorization $http_authorization;\nauth_basic off;\n'],
    ['rules.rego', 'deny[msg] { input.token == "" }\n'],
  ])('may read secrets elsewhere: %s', (file, text) => {
    expect(isFound(configMap('a', { [file]: text }))).toBe(false);
  });
});
