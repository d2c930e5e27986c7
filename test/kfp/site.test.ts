import {
  applySitePolicy,
  compileWorkflow,
  noPolicy,
  pipelineVersion,
  stepFindings,
  type SitePolicy,
} from '../../lib/kfp';
import { fieldAt, recordAt } from '../../lib/kubernetes';
import { smallPipeline, type Parts } from './minimal';

const at = (policy: Partial<SitePolicy>, change?: (parts: Parts) => void) =>
  applySitePolicy(smallPipeline(change), { ...noPolicy, ...policy });

const moveImage = (image: string): string => `registry.site/${image}`;

const container = (policy: Partial<SitePolicy>, own: Readonly<Record<string, unknown>> = {}): unknown =>
  at(policy, ({ executors }) => {
    executors['exec-first'] = {
      container: { image: 'docker.io/library/python:3.12', command: ['echo'], ...own },
    };
  }).spec.deploymentSpec?.executors?.['exec-first']?.container;

const kubernetes = (policy: Partial<SitePolicy>, own?: Readonly<Record<string, unknown>>): unknown =>
  fieldAt(
    at(policy, (made) => {
      if (own !== undefined) made.platform = { 'exec-first': own };
    }).kubernetes,
    'deploymentSpec',
    'executors',
    'exec-first',
  );

describe('the policy of a site', () => {
  it('changes nothing where it demands nothing', () => {
    expect(compileWorkflow(at({}))).toEqual(compileWorkflow(smallPipeline()));
  });

  it('moves images in the IR and in the compiled workflow, but neither run-time values nor the driver’s own work', () => {
    const pipeline = at({ moveImage });
    expect(JSON.stringify(compileWorkflow(pipeline))).toContain(
      'registry.site/docker.io/library/python:3.12',
    );
    expect(JSON.stringify(pipelineVersion(pipeline, { name: 'p' }))).toContain(
      '"image":"registry.site/docker.io/library/python:3.12"',
    );
    for (const image of ["{{$.inputs.parameters['image']}}", 'argostub/createpvc'])
      expect(recordAt(container({ moveImage }, { image }))['image']).toBe(image);
  });

  it('holds resources under the ceiling and limits what has no limit', () => {
    const ceiling = { cpu: '2', memory: '4Gi' };
    expect(recordAt(container({ ceiling }), 'resources')).toEqual({
      resourceCpuLimit: '2',
      resourceMemoryLimit: '4Gi',
    });
    const resources = { resourceCpuLimit: '500m', resourceMemoryLimit: '8Gi', resourceMemoryRequest: '6Gi' };
    expect(recordAt(container({ ceiling }, { resources }), 'resources')).toEqual({
      resourceCpuLimit: '500m',
      resourceMemoryLimit: '4Gi',
      resourceMemoryRequest: '4Gi',
    });
    const runTime = { resourceCpuLimit: "{{$.inputs.parameters['cpu']}}" };
    expect(recordAt(container({ ceiling }, { resources: runTime }), 'resources')).toMatchObject(runTime);
  });

  it('adds pull secrets, placement and security where a step has none of its own', () => {
    const policy = {
      pullSecrets: ['pull'],
      nodeSelector: { pool: 'cpu' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      security: { runAsUser: 1000, runAsNonRoot: true },
    };
    expect(kubernetes(policy)).toEqual({
      imagePullSecret: [{ secretName: 'pull', secretNameParameter: { runtimeValue: { constant: 'pull' } } }],
      nodeSelector: { labels: { pool: 'cpu' } },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      securityContext: { runAsUser: '1000', runAsNonRoot: true },
    });
    const own = {
      nodeSelector: { labels: { pool: 'gpu' } },
      securityContext: { runAsUser: '5' },
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'me' }],
    };
    expect(kubernetes(policy, own)).toMatchObject({
      ...own,
      securityContext: { runAsUser: '5', runAsNonRoot: true },
    });
  });

  it('names storage classes as the site does: of claims, of ephemeral volumes and of the workspace', () => {
    const policy = { storageClass: (name: string) => `site-${name}`, defaultStorageClass: 'site-default' };
    const change = (made: Parts): void => {
      made.executors['exec-first'] = { container: { image: 'argostub/createpvc' } };
      made.platform = {
        'exec-second': { genericEphemeralVolume: [{ volumeName: 'v', storageClassName: 'fast' }] },
      };
      made.pipelineConfig = { workspace: { size: '1Gi' } };
    };
    const pipeline = at(policy, change);
    const text = JSON.stringify([pipeline.spec, pipeline.platforms]);
    expect(text).toContain('"storage_class_name":{"runtimeValue":{"constant":"site-default"}}');
    expect(text).toContain('"storageClassName":"site-fast"');
    expect(text).toContain('"pvcSpecPatch":{"storageClassName":"site-default"}');
  });

  it('takes the cache away', () => {
    const change = ({ tasks }: Parts): void => {
      tasks['first'] = { ...tasks['first'], cachingOptions: { enableCache: true } };
    };
    expect(at({ cache: false }, change).root.tasks[0]?.spec.cachingOptions).toEqual({});
  });
});

describe('what a site cannot move', () => {
  const install = {
    image: 'python:3.12',
    command: ['sh', '-c', "python3 -m pip install --quiet 'kfp==2.17.0'"],
  };

  it('is an image that is known only when the step runs', () => {
    expect(stepFindings({ image: "{{$.inputs.parameters['image']}}" })).toEqual([
      { kind: 'run-time image', got: "{{$.inputs.parameters['image']}}" },
    ]);
  });

  it('is an installation from the public index, and the index of the site is the way out', () => {
    expect(stepFindings(install)).toEqual([{ kind: 'run-time install', got: 'pip install kfp==2.17.0' }]);
    const pip = { indexUrl: 'https://pypi.site.example/simple' };
    expect(stepFindings(container({ pip }, install))).toEqual([]);
  });
});
