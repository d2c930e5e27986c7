import * as fc from 'fast-check';
import { messagesOf, placesOf } from './support/release';
import {
  clusterObject,
  configMap,
  container,
  deployment,
  object,
  service,
  workload,
} from './support/objects';

const long = (length: number) => 'n'.repeat(length);

describe('a name', () => {
  const rule = 'name/suffix-room';

  it.each([
    ['CronJob', 52, (name: string) => object('batch/v1', 'CronJob', name)],
    ['Job', 63, (name: string) => object('batch/v1', 'Job', name)],
    ['StatefulSet', 52, (name: string) => workload('StatefulSet', name, { pods: { app: 'a' } })],
    ['Deployment', 46, (name: string) => deployment(name, { pods: { app: 'a' } })],
    ['DaemonSet', 57, (name: string) => workload('DaemonSet', name, { pods: { app: 'a' } })],
    ['Workflow', 63, (name: string) => object('argoproj.io/v1alpha1', 'Workflow', name)],
    ['CronWorkflow', 52, (name: string) => object('argoproj.io/v1alpha1', 'CronWorkflow', name)],
  ])('of a %s has at most %i characters', (_kind, longest, make) => {
    expect(placesOf(rule, [make(long(longest))])).toEqual([]);
    expect(placesOf(rule, [make(long(longest + 1))])).toHaveLength(1);
  });

  it('that is merely cut off is a warning', () => {
    expect(messagesOf(rule, [deployment(long(50), { pods: { app: 'a' } })])).toEqual([
      'warning: 50 characters',
    ]);
  });

  it('to be generated leaves five characters', () => {
    const workflow = (generateName: string) => ({
      ...object('argoproj.io/v1alpha1', 'Workflow', 'w'),
      metadata: { name: 'w', namespace: 'app', generateName },
    });
    expect(placesOf(rule, [workflow(long(58))])).toEqual([]);
    expect(placesOf(rule, [workflow(long(59))])).toEqual(['Workflow/app/w metadata.generateName']);
  });

  it('is one that the API server takes', () => {
    const invalid = 'name/invalid';
    expect(placesOf(invalid, [configMap('Settings', {})])).toEqual(['ConfigMap/app/Settings metadata.name']);
    expect(placesOf(invalid, [configMap('settings.v1', {})])).toEqual([]);
    expect(placesOf(invalid, [service('web.v1')])).toHaveLength(1);
    expect(placesOf(invalid, [service(long(64))])).toHaveLength(1);
    expect(
      placesOf(invalid, [clusterObject('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:thing')]),
    ).toEqual([]);
  });

  it('of a Service starts with a letter before Kubernetes 1.36', () => {
    expect(placesOf('name/invalid', [service('1st')])).toHaveLength(1);
    expect(placesOf('name/invalid', [service('1st')], { kubernetes: '1.36' })).toEqual([]);
  });

  it('inside a pod is valid and not there twice', () => {
    const pod = {
      containers: [
        container({ name: 'Main', ports: [{ name: 'prometheus-metrics', containerPort: 1 }] }),
        container({ name: 'b' }),
        container({ name: 'b' }),
      ],
      volumes: [{ name: 'my_data', emptyDir: {} }],
    };
    const spec = 'Deployment/app/web spec.template.spec';
    expect(placesOf('name/invalid', [deployment('web', { pod })])).toEqual([
      `${spec}.containers[0].name`,
      `${spec}.containers[0].ports[0].name`,
      `${spec}.containers[2].name`,
      `${spec}.volumes[0].name`,
    ]);
  });

  it.each([
    ['http', true],
    ['http-metrics', true],
    ['a--b', false],
    ['123', false],
    ['-a', false],
    ['sixteen-letters-', false],
  ])('of a port may be %s: %s', (name, isRight) => {
    const web = deployment('web', {
      pod: { containers: [container({ ports: [{ name, containerPort: 1 }] })] },
    });
    expect(placesOf('name/invalid', [web])).toHaveLength(isRight ? 0 : 1);
  });
});

describe('a label', () => {
  const rule = 'name/label';

  it('has a valid key and a value of at most 63 characters', () => {
    expect(messagesOf(rule, [configMap('a', {}, { labels: { version: long(64) } })])).toEqual([
      'error: 64 characters',
    ]);
    expect(placesOf(rule, [configMap('a', {}, { labels: { version: long(63) } })])).toEqual([]);
    expect(placesOf(rule, [configMap('a', {}, { labels: { 'a/b/c': 'x' } })])).toHaveLength(1);
    expect(placesOf(rule, [configMap('a', {}, { labels: { a: 'two words' } })])).toHaveLength(1);
  });

  it('is checked in pod templates and selectors too', () => {
    const pods = { app: '-web' };
    expect(placesOf(rule, [deployment('web', { pods }), service('web', { selector: pods })])).toEqual([
      'Deployment/app/web spec.selector.matchLabels.app',
      'Deployment/app/web spec.template.metadata.labels.app',
      'Service/app/web spec.selector.app',
    ]);
  });

  it('is text: YAML makes a number or a boolean of what looks like one', () => {
    const numbered = {
      ...configMap('a', {}),
      metadata: { name: 'a', namespace: 'app', labels: { build: 7 } },
    };
    expect(messagesOf(rule, [JSON.parse(JSON.stringify(numbered))])).toEqual(['error: 7']);
  });

  it('is never refused where Kubernetes takes it', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,20}[A-Za-z0-9])?$/);
    fc.assert(
      fc.property(
        word,
        word,
        (key, value) => placesOf(rule, [configMap('a', {}, { labels: { [key]: value } })]).length === 0,
      ),
      { numRuns: 50 },
    );
  });
});

describe('annotations', () => {
  it('have keys like labels, in any case, and any value', () => {
    const annotations = { 'Example.com/Note': 'two words, or\nlines' };
    expect(placesOf('name/label', [configMap('a', {}, { annotations })])).toEqual([]);
    expect(placesOf('name/label', [configMap('a', {}, { annotations: { 'two words': '' } })])).toHaveLength(
      1,
    );
  });

  it('are 256 KiB at most', () => {
    const note = (size: number) => [configMap('a', {}, { annotations: { note: 'x'.repeat(size - 4) } })];
    expect(placesOf('name/annotation-size', note(256 * 1024))).toEqual([]);
    expect(placesOf('name/annotation-size', note(256 * 1024 + 1))).toEqual([
      'ConfigMap/app/a metadata.annotations',
    ]);
  });
});
