import { readFileSync } from 'node:fs';
import { Refusal } from '../../lib/diagnostics';
import { fieldAt, listAt, recordAt, stringAt } from '../../lib/kubernetes';
import { checkRelease } from '../../lib/policy';
import { manifestsOf, type Release } from '../../lib/render';
import { synthesize } from '../../lib/synth';
import { irOf } from '../kfp/minimal';
import { minimal, read, refusalsOf } from '../platform/minimal';

const iris = readFileSync('pipelines/iris/pipeline.yaml', 'utf8');

/** A platform with one pipeline; `more` are further settings of it, `site` of the platform. */
const platformOf = (more = '', site = ''): string =>
  `${minimal}${site}  pipelines:
    definitions:
    - name: iris
      source: {ir: ../pipelines/iris/pipeline.yaml}
${more}`;

const release = (text: string, ir = iris, previous: readonly string[] = []): Release =>
  synthesize(
    read(text),
    [],
    [
      {
        name: 'iris',
        source: { kind: 'ir', file: 'pipelines/iris/pipeline.yaml', text: ir },
        previous: previous.map((each, index) => ({ file: `old-${index}.yaml`, text: each })),
      },
    ],
  );

const objectsOf = (made: Release): readonly unknown[] =>
  manifestsOf(made)
    .filter(({ component }) => component === 'pipelines')
    .map(({ object }) => object);

const kinds = (made: Release): readonly string[] =>
  objectsOf(made).map(
    (object) => `${stringAt(object, 'kind') ?? ''} ${stringAt(object, 'metadata', 'name') ?? ''}`,
  );

const refused = (make: () => unknown): readonly string[] => {
  try {
    make();
  } catch (error) {
    if (Refusal.is(error)) return error.diagnostics.map(({ rule, got }) => `${rule}: ${got}`);
    throw error;
  }
  return [];
};

describe('a pipeline of a platform', () => {
  it('becomes a WorkflowTemplate with the compiled workflow', () => {
    const [template] = objectsOf(release(platformOf()));
    expect(kinds(release(platformOf()))).toEqual(['WorkflowTemplate iris']);
    expect(stringAt(template, 'metadata', 'namespace')).toBe('kubeflow');
    expect(stringAt(template, 'spec', 'entrypoint')).toBe('entrypoint');
  });

  it('is run on a schedule by Argo, which starts the template', () => {
    const made = release(platformOf('      schedule: {cron: "30 2 * * *", timeZone: Europe/Helsinki}\n'));
    const schedule = objectsOf(made).find((object) => stringAt(object, 'kind') === 'CronWorkflow');
    expect(recordAt(schedule, 'spec')).toMatchObject({
      schedules: ['30 2 * * *'],
      timezone: 'Europe/Helsinki',
      concurrencyPolicy: 'Forbid',
      workflowSpec: { workflowTemplateRef: { name: 'iris' } },
    });
  });

  it('is run on a schedule by Kubeflow Pipelines, with the workflow inside', () => {
    const made = release(platformOf('      schedule: {cron: "0 6 * * 1", via: scheduledWorkflow}\n'));
    const schedule = objectsOf(made).find((object) => stringAt(object, 'kind') === 'ScheduledWorkflow');
    expect(recordAt(schedule, 'spec')).toMatchObject({
      enabled: true,
      maxConcurrency: 1,
      trigger: { cronSchedule: { cron: '0 0 6 * * 1' } },
    });
    expect(JSON.parse(stringAt(schedule, 'spec', 'workflow', 'spec') ?? '')).toMatchObject({
      entrypoint: 'entrypoint',
    });
  });

  it('has versions whose names change with their content, and keeps the earlier ones that are named', () => {
    const values = '      parameters: {trees: 250}\n';
    const settings = `      objects: [pipelineVersion]\n      previous: [old.yaml]\n      retainVersions: true\n${values}`;
    const newer = iris.replace('iris:1.0.0', 'iris:1.1.0');
    const before = kinds(release(platformOf(`      objects: [pipelineVersion]\n${values}`)));
    const after = release(platformOf(settings), newer, [iris]);
    const versions = kinds(after).filter((each) => each.startsWith('PipelineVersion'));
    expect(versions).toHaveLength(2);
    expect(versions).toContain(before.find((each) => each.startsWith('PipelineVersion')));
    for (const version of objectsOf(after).filter((each) => stringAt(each, 'kind') === 'PipelineVersion')) {
      expect(stringAt(version, 'spec', 'pipelineName')).toBe('iris');
      expect(stringAt(version, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options')).toBe(
        'Prune=false',
      );
    }
  });

  it('runs with the values of the platform, in the IR and in the compiled workflow', () => {
    const settings =
      '      objects: [workflowTemplate, pipelineVersion]\n      parameters: {trees: 250}\n      pipelineRoot: s3://bucket/iris\n';
    const made = objectsOf(release(platformOf(settings)));
    const version = made.find((each) => stringAt(each, 'kind') === 'PipelineVersion');
    const inputs = [
      'spec',
      'pipelineSpec',
      'root',
      'inputDefinitions',
      'parameters',
      'trees',
      'defaultValue',
    ];
    expect(fieldAt(version, ...inputs)).toBe(250);
    expect(stringAt(version, 'spec', 'pipelineSpec', 'defaultPipelineRoot')).toBe('s3://bucket/iris');
    const template = made.find((each) => stringAt(each, 'kind') === 'WorkflowTemplate');
    const entrypoint = listAt(template, 'spec', 'templates').find(
      (each) => stringAt(each, 'name') === 'entrypoint',
    );
    expect(JSON.stringify(entrypoint)).toContain('\\"trees\\":250');
    expect(JSON.stringify(entrypoint)).toContain('\\"gcsOutputDirectory\\":\\"s3://bucket/iris\\"');
  });

  it('is refused with values of another type, unknown ones, and a schedule without a value for each input', () => {
    expect(refused(() => release(platformOf('      parameters: {trees: many, seeed: 1}\n')))).toEqual([
      'pipelines/parameters: "many"',
      'pipelines/parameters: a parameter seeed',
    ]);
    const ir = irOf(({ inputs }) => (inputs['count'] = { parameterType: 'NUMBER_INTEGER' }));
    expect(refused(() => release(platformOf('      schedule: {cron: "@daily"}\n'), ir))).toEqual([
      'pipelines/parameters: no value for count',
    ]);
  });
});

describe('the registry of the site', () => {
  const site = '  images: {registry: registry.site.example, pullSecrets: [pull]}\n';

  it('is where every image is pulled from, and the bill has them all', () => {
    const made = release(platformOf('      objects: [workflowTemplate, pipelineVersion]\n', site));
    const text = JSON.stringify(objectsOf(made));
    expect(text).not.toMatch(/[^/]registry\.example\.internal\/pipelines/);
    expect(text).not.toMatch(/[^/]ghcr\.io\/kubeflow/);
    expect(made.images).toEqual(
      expect.arrayContaining([
        'registry.site.example/ghcr.io/kubeflow/kfp-driver:2.17.0',
        'registry.site.example/ghcr.io/kubeflow/kfp-launcher:2.17.0',
        'registry.site.example/registry.example.internal/pipelines/iris:1.0.0',
      ]),
    );
    const template = objectsOf(made).find((each) => stringAt(each, 'kind') === 'WorkflowTemplate');
    expect(listAt(template, 'spec', 'imagePullSecrets')).toEqual([{ name: 'pull' }]);
  });

  it('makes installing at run time a finding, which an index of the site ends', () => {
    const install = irOf(({ executors }) => {
      executors['exec-first'] = {
        container: { image: 'python:3.12', command: ['sh', '-c', 'pip install pandas'] },
      };
      executors['exec-second'] = { container: { image: "{{$.inputs.parameters['image']}}" } };
    });
    const found = (text: string): readonly string[] =>
      checkRelease(release(text, install))
        .filter(({ rule }) => rule.startsWith('pipeline/'))
        .map(({ rule, got }) => `${rule} ${got}`)
        .sort();
    const image = "pipeline/run-time-image {{$.inputs.parameters['image']}}";
    expect(found(platformOf())).toEqual([]);
    expect(found(platformOf('', site))).toEqual([image, 'pipeline/run-time-install pip install']);
    const index = platformOf('', site).replace(
      '    definitions:',
      '    pip: {indexUrl: https://pypi.site.example/simple}\n    definitions:',
    );
    expect(found(index)).toEqual([image]);
  });
});

describe('settings of pipelines that cannot take effect', () => {
  it.each([
    ['      placement: {pool: gpus}\n', 'pipelines/pool: gpus'],
    ['      storageClass: fast\n', 'pipelines/storage-class: fast'],
    [
      '      schedule: {cron: "@daily", via: scheduledWorkflow, timeZone: Europe/Helsinki}\n',
      'pipelines/schedule: Europe/Helsinki',
    ],
    [
      '      schedule: {cron: "@daily", via: scheduledWorkflow, concurrency: Replace}\n',
      'pipelines/schedule: Replace',
    ],
    [
      '      previous: [old.yaml]\n',
      'pipelines/versions: a setting of versions, and objects without pipelineVersion',
    ],
  ])('%s', (settings, message) => {
    expect(refusalsOf(platformOf(settings)).map(({ rule, got }) => `${rule}: ${got}`)).toEqual([message]);
  });
});
