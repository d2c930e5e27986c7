import { minimal, read, refusalsOf, summarize } from './minimal';

const operators = `  existing:
  - {object: CustomResourceDefinition/certificates.cert-manager.io, by: the site}
  - {object: CustomResourceDefinition/externalsecrets.external-secrets.io, by: the site}
  - {object: CustomResourceDefinition/passwords.generators.external-secrets.io, by: the site}
`;

/** The smallest platform with these lines under `spec.kubeflowPipelines`, on a site that has the operators. */
const withKfp = (lines: string, existing: string = operators): string =>
  `${minimal}${existing}  kubeflowPipelines:\n    enabled: true\n${lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `    ${line}\n`)
    .join('')}`;

const problems = (lines: string, existing?: string): readonly string[] =>
  summarize(refusalsOf(withKfp(lines, existing)));

const rulesOf = (lines: string, existing?: string): readonly string[] =>
  refusalsOf(withKfp(lines, existing)).map(({ rule }) => rule);

describe('Kubeflow Pipelines in a platform', () => {
  it('is off unless it is asked for', () => {
    expect(read(minimal).spec.kubeflowPipelines.enabled).toBe(false);
  });

  it('needs nothing but the operators that its defaults count on', () => {
    expect(problems('')).toEqual([]);
  });

  it('is accepted in every form that upstream has', () => {
    for (const lines of [
      'database: {kind: postgresql}',
      'tls: {enabled: true}',
      'pipelineStore: kubernetes',
      'argoWorkflows: {enabled: false}',
      'cache: {enabled: false}\npodSecurity: restricted',
      'objectStore: {kind: s3, host: s3.example.internal, region: eu-1}\ndatabase: {kind: external, engine: mysql, host: 192.0.2.50}',
    ]) {
      expect({ lines, problems: problems(lines) }).toEqual({ lines, problems: [] });
    }
  });
});

describe('bad settings of Kubeflow Pipelines', () => {
  it('names the releases that are known', () => {
    expect(problems('version: 2.18.0')).toEqual([
      expect.stringMatching(/^\d+:\d+ platform\/value: "2\.18\.0" \(.*2\.17\.0/),
    ]);
  });

  it.each([
    ['database', 'database: {kind: mysql, claim: {accessMode: ReadWriteMany}}'],
    ['object store', 'objectStore: {kind: seaweedfs, claim: {accessMode: ReadWriteMany}}'],
  ])('refuses a volume of the %s that several pods may write', (_what, lines) => {
    expect(problems(lines)).toEqual([
      expect.stringMatching(/kubeflow-pipelines\/claim-access: ReadWriteMany \(remove accessMode/),
    ]);
  });

  it.each([
    ['tls.enabled', 'tls: {enabled: true}\ncache: {enabled: false}'],
    ['pipelineStore', 'pipelineStore: kubernetes\ncache: {enabled: false}'],
    ['cache.enabled', 'cache: {enabled: true}'],
  ])('refuses %s without cert-manager, and says how to do without', (path, lines) => {
    const found = refusalsOf(withKfp(lines, operators.replace(/.*cert-manager.*\n/, '')));
    expect(found).toEqual([
      expect.objectContaining({
        rule: 'kubeflow-pipelines/operator',
        got: expect.stringContaining('without cert-manager'),
        fix: expect.stringMatching(
          new RegExp(
            `CustomResourceDefinition/certificates\\.cert-manager\\.io.*spec\\.existing.*, or set ${path.replace('.', '\\.')}`,
          ),
        ),
      }),
    ]);
  });

  it('refuses generated credentials without the operator that makes them', () => {
    expect(rulesOf('', operators.replace(/.*external-secrets.*\n/g, ''))).toEqual([
      'kubeflow-pipelines/operator',
    ]);
    expect(
      rulesOf('credentials: {kind: existing}', operators.replace(/.*external-secrets.*\n/g, '')),
    ).toEqual([]);
  });

  it('refuses the cache where Pod Security would refuse its pods', () => {
    expect(problems('podSecurity: restricted')).toEqual([
      expect.stringMatching(
        /kubeflow-pipelines\/cache-restricted: restricted, with the cache on \(set podSecurity to baseline, or cache\.enabled to false/,
      ),
    ]);
  });

  it('refuses many users without Istio and Profiles', () => {
    expect(problems('mode: {kind: multi-user}')).toEqual([
      expect.stringContaining('multi-user mode without Istio and Kubeflow Profiles'),
    ]);
  });

  it.each([
    ['two pods of one database', 'workloads: {mysql: {replicas: 2}}', 'replicas'],
    ['settings of what is not there', 'workloads: {postgres: {}}', 'absent-workload'],
    ['a pool that no node is in', 'placement: {pool: fast}', 'pool'],
    ['a class that is not there', 'database: {kind: mysql, claim: {storageClass: fast}}', 'claim-class'],
    ['a namespace of Kubernetes', 'namespace: kube-system', 'namespace'],
    ['TLS with PostgreSQL', 'tls: {enabled: true}\ndatabase: {kind: postgresql}', 'tls-database'],
  ])('refuses %s', (_what, lines, rule) => {
    expect(rulesOf(lines)).toEqual([`kubeflow-pipelines/${rule}`]);
  });

  it('refuses for many users what would go around Istio, or hand out no keys', () => {
    const istio = `${operators}  - {object: CustomResourceDefinition/authorizationpolicies.security.istio.io, by: the site}
  - {object: CustomResourceDefinition/profiles.kubeflow.org, by: the site}
`;
    expect(
      rulesOf('mode: {kind: multi-user}\nobjectStore: {kind: s3, host: s3.example.internal}', istio),
    ).toEqual(['kubeflow-pipelines/multi-user-object-store']);
    expect(
      rulesOf(
        'mode: {kind: multi-user}\nui: {exposure: {kind: ingress, host: kfp.example.internal, controllerNamespace: x, tls: {kind: secret, name: t}}}',
        istio,
      ),
    ).toEqual(['kubeflow-pipelines/multi-user-exposure']);
  });

  it.each([
    ['cache: {timeoutSeconds: 31}'],
    ['cache: {defaultStaleness: 30 days}'],
    ['objectStore: {kind: s3, host: "https://s3.example.internal"}'],
    [
      'credentials: {kind: sealed-secret, database: {username: root, password: hunter2}, objectStore: {accesskey: a, secretkey: b}}',
    ],
    ['ui: {exposure: {kind: ingress, host: kfp.example.internal, controllerNamespace: ingress-nginx}}'],
  ])('refuses %s', (lines) => {
    expect(rulesOf(lines).length).toBeGreaterThan(0);
  });
});
