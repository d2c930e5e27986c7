import { compileWorkflow, type CompileOptions } from '../../lib/kfp';
import { fieldAt, isRecord, listAt, stringAt } from '../../lib/kubernetes';
import { smallPipeline, type Parts } from './minimal';

const compiled = (change?: (parts: Parts) => void, options?: Partial<CompileOptions>) =>
  compileWorkflow(smallPipeline(change), options);

const template = (workflow: unknown, name: string): unknown =>
  listAt(workflow, 'spec', 'templates').find((each) => stringAt(each, 'name') === name);

const taskOf = (workflow: unknown, graph: string, name: string): unknown =>
  listAt(template(workflow, graph), 'dag', 'tasks').find((each) => stringAt(each, 'name') === name);

const names = (workflow: unknown): readonly string[] =>
  listAt(workflow, 'spec', 'templates').map((each) => stringAt(each, 'name') ?? '');

const argumentsOf = (workflow: unknown, name: string): readonly unknown[] =>
  listAt(template(workflow, name), 'container', 'args');

const runtimeConfig = (workflow: unknown): string =>
  stringAt(
    listAt(taskOf(workflow, 'entrypoint', 'root-driver'), 'arguments', 'parameters').find(
      (each) => stringAt(each, 'name') === 'runtime-config',
    ),
    'value',
  ) ?? '';

describe('a compiled workflow', () => {
  it('gives a run the defaults of the inputs, and the values that it is given over them', () => {
    expect(runtimeConfig(compiled())).toBe('{"parameterValues":{"count":3}}');
    expect(runtimeConfig(compiled(undefined, { parameters: { count: 5 }, pipelineRoot: 's3://b/p' }))).toBe(
      '{"gcsOutputDirectory":"s3://b/p","parameterValues":{"count":5}}',
    );
    expect(
      runtimeConfig(compiled(({ inputs }) => (inputs['count'] = { parameterType: 'NUMBER_INTEGER' }))),
    ).toBe('{}');
  });

  it('says to driver and launcher what the backend is set up with, in its order', () => {
    const workflow = compiled(undefined, {
      cacheDisabled: true,
      pipelineServerTls: true,
      metadataTls: true,
      caBundle: { kind: 'secret', name: 'ca', key: 'root.pem' },
      logLevel: '4',
      publishLogs: 'true',
    });
    expect(argumentsOf(workflow, 'system-dag-driver').slice(-9)).toEqual([
      '--cache_disabled',
      '--ml_pipeline_tls_enabled',
      '--metadata_tls_enabled',
      '--ca_cert_path',
      '/kfp/certs/ca.crt',
      '--log_level',
      '4',
      '--publish_logs',
      'true',
    ]);
    const step = template(workflow, 'system-container-impl');
    expect(listAt(step, 'volumes').at(-1)).toEqual({
      name: 'ca-bundle',
      secret: { secretName: 'ca', items: [{ key: 'root.pem', path: 'ca.crt' }] },
    });
    expect(listAt(step, 'container', 'volumeMounts').at(-1)).toEqual({
      name: 'ca-bundle',
      mountPath: '/kfp/certs',
    });
  });

  it('passes proxies to the drivers as arguments and as variables', () => {
    const workflow = compiled(undefined, { proxy: { http: 'http://proxy:3128', https: '', no: '.svc' } });
    const args = argumentsOf(workflow, 'system-container-driver');
    expect(args.slice(args.indexOf('--http_proxy'), args.indexOf('--http_proxy') + 6)).toEqual([
      '--http_proxy',
      'http://proxy:3128',
      '--https_proxy',
      '',
      '--no_proxy',
      '.svc',
    ]);
    expect(listAt(template(workflow, 'system-dag-driver'), 'container', 'env')).toContainEqual({
      name: 'HTTP_PROXY',
      value: 'http://proxy:3128',
    });
  });

  it('keeps its objects as long as the pipeline says, and no longer than its deadline', () => {
    const workflow = compiled((made) => {
      made.pipelineConfig = {
        resourceTtlOnCompletion: 60,
        resourceTtlOnFailure: 90,
        activeDeadlineSeconds: 600,
      };
    });
    expect(workflow.spec.ttlStrategy).toEqual({ secondsAfterCompletion: 60, secondsAfterFailure: 90 });
    expect(workflow.spec.activeDeadlineSeconds).toBe(600);
  });

  it('merges the claim of a workspace into the default one', () => {
    const workflow = compiled(
      (made) => {
        made.pipelineConfig = {
          workspace: { size: '5Gi', kubernetes: { pvcSpecPatch: { storageClassName: 'fast' } } },
        };
      },
      { defaultWorkspace: { accessModes: ['ReadWriteOnce'], storageClassName: 'slow' } },
    );
    expect(workflow.spec.volumeClaimTemplates?.[0]?.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '5Gi' } },
    });
  });

  it('tries the tasks of a graph again as the task that runs it, unless they say otherwise', () => {
    const policy = {
      maxRetryCount: 3,
      backoffDuration: '60s',
      backoffFactor: 2,
      backoffMaxDuration: '3600s',
    };
    const workflow = compiled(({ components, tasks }) => {
      components['comp-inner'] = {
        dag: {
          tasks: {
            one: {
              componentRef: { name: 'comp-first' },
              inputs: { parameters: { n: { runtimeValue: { constant: 1 } } } },
            },
          },
        },
      };
      tasks['inner'] = { componentRef: { name: 'comp-inner' }, retryPolicy: policy };
    });
    const one = taskOf(workflow, 'comp-inner', 'one');
    expect(stringAt(one, 'template')).toBe('retry-system-container-executor');
    expect(listAt(one, 'arguments', 'parameters').slice(2)).toEqual([
      { name: 'retry-max-count', value: '3' },
      { name: 'retry-backoff-duration', value: '60' },
      { name: 'retry-backoff-factor', value: '2' },
      { name: 'retry-backoff-max-duration', value: '3600' },
    ]);
    expect(names(workflow)).toContain('system-container-executor');
  });

  it('has a template for each combination of retries and labels', () => {
    const workflow = compiled((made) => {
      made.tasks['first'] = { ...made.tasks['first'], retryPolicy: { maxRetryCount: 1 } };
      made.platform = { 'exec-first': { podMetadata: { labels: { team: 'a' } } } };
    });
    const step = template(workflow, 'metadata-0-1-retry-system-container-impl');
    expect(isRecord(fieldAt(step, 'retryStrategy'))).toBe(true);
    expect(fieldAt(step, 'metadata', 'labels')).toEqual({
      '{{inputs.parameters.pod-metadata-label-key}}': '{{inputs.parameters.pod-metadata-label-val}}',
    });
  });

  it('lets a task wait for what it takes, also where the SDK did not write so', () => {
    const workflow = compiled(({ tasks }) => {
      const { dependentTasks: _, ...second } = tasks['second'] ?? {};
      tasks['second'] = second;
    });
    expect(stringAt(taskOf(workflow, 'root', 'second-driver'), 'depends')).toBe('first.Succeeded');
  });

  it('is the same whatever the order of fields in the file', () => {
    const turned = compiled((made) => {
      made.tasks = Object.fromEntries(Object.entries(made.tasks).reverse());
      made.components = Object.fromEntries(Object.entries(made.components).reverse());
    });
    expect(JSON.stringify(turned)).toBe(JSON.stringify(compiled()));
  });
});
