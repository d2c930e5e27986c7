import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profileProgram } from '../../../charts/kubeflow-pipelines/multi-user/profile-program';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** boto's core, as far as the program calls it: it hands out keys and writes down what it was asked. */
const stub = `calls = []
class Client:
    def __init__(self, service): self.service = service
    def __getattr__(self, name):
        def call(**given):
            calls.append([self.service, name, given])
            return {"AccessKey": {"AccessKeyId": "id", "SecretAccessKey": "secret"}}
        return call
class Session:
    def create_client(self, service, **_): return Client(service)
def get_session(): return Session()
`;

const question = `import json, sys
sys.path.insert(0, sys.argv[1])
import sync, botocore.session
asked = json.load(sys.stdin)
answers = [sync.sync(each["object"], each["attachments"]) for each in asked]
print(json.dumps({"answers": answers, "calls": botocore.session.calls}))
`;

const environment = {
  KFP_NAMESPACE: 'kubeflow',
  BUCKET: 'mlpipeline',
  CLUSTER_DOMAIN: '.svc.cluster.local',
  OBJECT_STORE_HOST: 'seaweedfs',
  FRONTEND_IMAGE: 'example/frontend:1',
  AWS_ENDPOINT_URL: 'http://iam',
  S3_ENDPOINT_URL: 'http://s3',
};

const profile = (enabled: boolean) => ({
  metadata: { name: 'alice', labels: { 'pipelines.kubeflow.org/enabled': String(enabled) } },
});

interface Answer {
  readonly status: Readonly<Record<string, string>>;
  readonly attachments: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

interface Outcome {
  readonly answers: readonly Answer[];
  readonly calls: readonly (readonly [string, string, unknown])[];
}

const ask = (asked: readonly unknown[], more: Readonly<Record<string, string>> = {}): Outcome => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-profile-'));
  try {
    mkdirSync(join(folder, 'botocore'));
    writeFileSync(join(folder, 'botocore/__init__.py'), '');
    writeFileSync(join(folder, 'botocore/session.py'), stub);
    writeFileSync(join(folder, 'sync.py'), profileProgram);
    const { stdout, stderr, status } = spawnSync('python3', ['-c', question, folder], {
      input: JSON.stringify(asked),
      env: { ...process.env, ...environment, ...more },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const outcome: Outcome = JSON.parse(stdout);
    return outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const names = (answer: Answer | undefined): readonly string[] =>
  (answer?.attachments ?? []).map(({ kind, metadata }) => `${kind}/${metadata.name}`);

(hasPython ? describe : describe.skip)('the program behind the profile controller (needs python3)', () => {
  it('gives a profile its settings and keys of its own', () => {
    const { answers, calls } = ask([{ object: profile(true), attachments: {} }]);
    expect(names(answers[0])).toEqual([
      'ConfigMap/kfp-launcher',
      'ConfigMap/metadata-grpc-configmap',
      'ConfigMap/artifact-repositories',
      'Secret/mlpipeline-minio-artifact',
    ]);
    expect(answers[0]?.status).toEqual({ 'kubeflow-pipelines-ready': 'False' });
    expect(answers[0]?.attachments[3]?.data).toEqual({
      accesskey: Buffer.from('id').toString('base64'),
      secretkey: Buffer.from('secret').toString('base64'),
    });
    const policy = calls.find(([, name]) => name === 'put_user_policy')?.[2];
    expect(JSON.stringify(policy)).toContain('arn:aws:s3:::mlpipeline/private-artifacts/alice/*');
    expect(calls.some(([, name]) => name === 'put_bucket_lifecycle_configuration')).toBe(false);
  });

  it('keeps keys that are there, and asks for none', () => {
    const secret = {
      kind: 'Secret',
      metadata: { name: 'mlpipeline-minio-artifact' },
      data: { accesskey: 'x' },
    };
    const { answers, calls } = ask([
      {
        object: profile(true),
        attachments: { 'Secret.v1': { 'alice/mlpipeline-minio-artifact': secret } },
      },
    ]);
    expect(answers[0]?.attachments.at(-1)).toEqual(secret);
    expect(calls).toEqual([]);
  });

  it('leaves a namespace alone that does not ask for pipelines', () => {
    const { answers, calls } = ask([{ object: profile(false), attachments: {} }]);
    expect(answers).toEqual([{ status: {}, attachments: [] }]);
    expect(calls).toEqual([]);
  });

  it('starts a reader of artifacts and lets old ones expire where the platform asks for it', () => {
    const { answers, calls } = ask([{ object: profile(true), attachments: {} }], {
      ARTIFACTS_PROXY_ENABLED: 'true',
      ARTIFACT_RETENTION_DAYS: '30',
    });
    expect(names(answers[0])).toEqual(
      expect.arrayContaining(['Deployment/ml-pipeline-ui-artifact', 'Service/ml-pipeline-ui-artifact']),
    );
    expect(JSON.stringify(calls)).toContain('"Days": 30'.replace(' ', ''));
  });
});
