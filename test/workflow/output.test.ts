import fc from 'fast-check';
import { fieldAt, keyOf, describeKey, listAt, stringAt } from '../../lib/kubernetes';
import {
  ContainerStep,
  HttpStep,
  PipelineVolume,
  pipelineObjects,
  ResourceStep,
  SnapshotStep,
  VolumeStep,
  type Form,
  type ObjectsOptions,
  type Pipeline,
} from '../../lib/workflow';
import { emitYaml } from '../../lib/yaml';
import { busybox, piped } from './support';

const simple = (text = 'hello', props = {}): Pipeline<'x'> =>
  piped<'x'>((p) => void new ContainerStep(p, 'say', { image: 'busybox', args: [text, p.parameters.x] }), {
    parameters: { x: { default: '1' } },
    ...props,
  }) as Pipeline<'x'>;

const write = (pipeline: Pipeline, form: Form = { kind: 'template' }, options: ObjectsOptions = {}) =>
  pipelineObjects(pipeline, { form, ...options }).objects;

const namesOf = (objects: ReturnType<typeof write>): readonly string[] =>
  objects.map((object) => describeKey(keyOf(object)));

const last = (objects: ReturnType<typeof write>) =>
  objects.at(-1) ?? { apiVersion: '', kind: '', metadata: { name: '' } };

describe('what a pipeline is written as', () => {
  it('a template has the hash of its content in its name', () => {
    const name = (text: string): string => last(write(simple(text))).metadata.name;
    expect(name('hello')).toBe(name('hello'));
    expect(name('hello')).toMatch(/^test-[0-9a-f]{8}$/);
    expect(name('other')).not.toBe(name('hello'));
  });

  it('a scheduled one is the template and a CronWorkflow that names it', () => {
    const objects = write(simple(), {
      kind: 'cron',
      schedule: {
        schedules: ['0 2 * * *', '0 14 * * *'],
        timeZone: 'Europe/Helsinki',
        startingDeadlineSeconds: 60,
      },
      parameters: { x: '2' },
    });
    expect(objects.map(({ kind }) => kind).slice(-2)).toEqual(['WorkflowTemplate', 'CronWorkflow']);
    expect(last(objects)['spec']).toEqual({
      schedules: ['0 2 * * *', '0 14 * * *'],
      timezone: 'Europe/Helsinki',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 60,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      workflowSpec: {
        arguments: { parameters: [{ name: 'x', value: '2' }] },
        serviceAccountName: 'pipeline-test',
        workflowTemplateRef: { name: objects.at(-2)?.metadata.name },
      },
    });
  });

  it('a run has its parameters filled in', () => {
    const run = last(write(simple(), { kind: 'workflow', parameters: { x: 7 } }));
    expect(run.kind).toBe('Workflow');
    expect(fieldAt(run, 'spec', 'arguments')).toEqual({ parameters: [{ name: 'x', value: '7' }] });
  });

  it('a run for KFP carries what its user interface and its cache look for', () => {
    const run = last(write(simple(), { kind: 'kfp-run', runId: '1b4e28ba-2fa1-4d2e-883f-b9a761bde3fb' }));
    expect(run.metadata.labels).toEqual({ 'pipeline/runid': '1b4e28ba-2fa1-4d2e-883f-b9a761bde3fb' });
    expect(run.metadata.annotations?.['pipelines.kubeflow.org/pipeline_spec']).toBe(
      '{"inputs": [{"default": "1", "name": "x", "optional": true}], "name": "test"}',
    );
    expect(fieldAt(run, 'spec', 'podMetadata', 'labels')).toEqual(run.metadata.labels);
    const [, say] = listAt(run, 'spec', 'templates');
    expect(fieldAt(say, 'metadata', 'labels')).toEqual({
      'pipelines.kubeflow.org/cache_enabled': 'true',
      'pipelines.kubeflow.org/pipeline-sdk-type': 'kfp',
      'pipelines.kubeflow.org/enable_caching': 'true',
    });
  });

  it('refuses values of unknown parameters, missing ones, and schedules that are none', () => {
    const cron = (schedule: string, timeZone = 'UTC'): Form => ({
      kind: 'cron',
      schedule: { schedules: [schedule], timeZone },
    });
    expect(() => write(simple(), { kind: 'workflow', parameters: { y: 1 } })).toThrow(
      'workflow/unknown-parameter',
    );
    expect(() => write(simple('a', { parameters: { x: {} } }), cron('0 2 * * *'))).toThrow(
      'workflow/missing-value',
    );
    expect(() => write(simple(), cron('0 2 * *'))).toThrow('workflow/schedule');
    expect(() => write(simple(), cron('0 2 * * *', 'Mars/Olympus'))).toThrow('workflow/time-zone');
  });

  it('says every mistake at once, with the pipeline, the step and the fix', () => {
    const broken = piped((p) => {
      new ContainerStep(p, 'a', { image: '' });
      new ContainerStep(p, 'b', {
        ...busybox,
        volumes: { '/d': PipelineVolume.claim('x') },
        files: { '/d': 'text' },
      });
      new ResourceStep(p, 'c', { manifest: { kind: 'Job' }, template: { activeDeadlineSeconds: -1 } });
    });
    expect(() => write(broken)).toThrow(
      [
        'workflow/image: no image; want the image that runs',
        'workflow/mount-path: /d; want one thing per path; container.volumeMounts[0].mountPath is there already',
        'workflow/deadline: -1; want whole seconds, more than 0',
      ].join('\n'),
    );
  });
});

describe('permissions', () => {
  const rulesOf = (objects: ReturnType<typeof write>, namespace?: string): readonly string[] =>
    objects
      .filter(({ kind, metadata }) => kind.endsWith('Role') && metadata.namespace === namespace)
      .flatMap((role) => listAt(role, 'rules'))
      .map(
        (rule) =>
          `${listAt(rule, 'apiGroups').join()}/${listAt(rule, 'resources').join()}: ${listAt(rule, 'verbs').join(' ')}`,
      );

  it('are those of the executor for a pipeline that only runs containers', () => {
    expect(rulesOf(write(simple()))).toEqual(['argoproj.io/workflowtaskresults: create patch']);
    expect(namesOf(write(simple(), undefined, { namespace: 'team' }))).toEqual([
      'ServiceAccount/team/pipeline-test',
      'Role/team/pipeline-test',
      'RoleBinding/team/pipeline-test',
      expect.stringMatching(/^WorkflowTemplate\/team\/test-/),
    ]);
  });

  it('grow by exactly what the steps do, each kind once', () => {
    const pipeline = piped((p) => {
      const made = new VolumeStep(p, 'make', { size: '1Gi' });
      new SnapshotStep(p, 'snap', { volume: made.volume });
      const object = (kind: string, apiVersion = 'v1', namespace?: string) => ({
        apiVersion,
        kind,
        metadata: { name: 'x', ...(namespace === undefined ? {} : { namespace }) },
      });
      new ResourceStep(p, 'apply', { action: 'apply', manifest: object('ConfigMap') });
      new ResourceStep(p, 'again', { action: 'delete', manifest: object('ConfigMap') });
      new ResourceStep(p, 'other', {
        action: 'patch',
        manifest: object('InferenceService', 'serving.kserve.io/v1beta1', 'serving'),
      });
      new ResourceStep(p, 'policy', {
        action: 'get',
        manifest: object('NetworkPolicy', 'networking.k8s.io/v1'),
      });
      new HttpStep(p, 'ask', { url: 'http://example.internal' });
    });
    const objects = write(pipeline);
    expect(rulesOf(objects)).toEqual([
      '/configmaps: get list watch create patch delete',
      '/persistentvolumeclaims: get create',
      'argoproj.io/workflowtaskresults: create patch',
      'argoproj.io/workflowtasksets: list watch',
      'argoproj.io/workflowtasksets/status: patch',
      'networking.k8s.io/networkpolicies: get',
      'snapshot.storage.k8s.io/volumesnapshots: get create',
    ]);
    expect(rulesOf(objects, 'serving')).toEqual(['serving.kserve.io/inferenceservices: get patch']);
  });

  it('of cluster-scoped kinds are a ClusterRole, and a service account of the site is not made again', () => {
    const pipeline = piped(
      (p) =>
        void new ResourceStep(p, 'ns', {
          action: 'get',
          manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
        }),
      { serviceAccountName: 'runner' },
    );
    const objects = write(pipeline, undefined, { namespace: 'team' });
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Role',
      'RoleBinding',
      'ClusterRole',
      'ClusterRoleBinding',
      'WorkflowTemplate',
    ]);
    expect(stringAt(last(objects), 'spec', 'serviceAccountName')).toBe('runner');
  });
});

describe('a written pipeline', () => {
  const chain = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/), { minLength: 1, maxLength: 8 });

  const build = (names: readonly string[], extra?: string): Pipeline =>
    piped((p) => {
      let before: ContainerStep<'x'> | undefined;
      for (const name of names) {
        before = new ContainerStep(p, name, {
          image: 'busybox',
          args: before === undefined ? [] : [before.outputs.x],
          outputs: { x: '/x' },
        });
      }
      if (extra !== undefined)
        new ContainerStep(p, extra, {
          image: 'busybox',
          args: before === undefined ? [] : [before.outputs.x],
        });
    });

  const lines = (pipeline: Pipeline): readonly string[] =>
    emitYaml(last(write(pipeline))['spec']).split('\n');

  it('only gains lines when a step is added: no other line changes', () => {
    fc.assert(
      fc.property(chain, (names) => {
        const before = lines(build(names));
        const after = lines(build(names, 'added-step'));
        let position = 0;
        for (const line of after) if (line === before[position]) position += 1;
        expect(position).toBe(before.length);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for the same pipeline, whatever it is called with and however often', () => {
    fc.assert(
      fc.property(chain, (names) => {
        expect(emitYaml(write(build(names)))).toBe(emitYaml(write(build(names))));
      }),
      { numRuns: 20 },
    );
  });
});
