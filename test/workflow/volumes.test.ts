import fc from 'fast-check';
import { parse } from 'yaml';
import { fieldAt, listAt, stringAt } from '../../lib/kubernetes';
import {
  checkPipeline,
  Condition,
  ContainerStep,
  equal,
  Loop,
  PipelineVolume,
  Snapshot,
  SnapshotStep,
  VolumeStep,
  type Pipeline,
} from '../../lib/workflow';
import { busybox, localStorage, orderOf, piped, problemsOf, tasksOf, templateOf } from './support';

const step = (scope: Pipeline, id: string, volume: PipelineVolume, after: readonly ContainerStep[] = []) =>
  new ContainerStep(scope, id, { ...busybox, volumes: { '/data': volume }, after });

const made = (scope: Pipeline, id = 'make', storageClass = 'local-lvm') =>
  new VolumeStep(scope, id, { size: '1Gi', storageClass });

const manifestOf = (pipeline: Pipeline, name: string): unknown =>
  parse(
    (stringAt(templateOf(pipeline, name), 'resource', 'manifest') ?? '').replace(/\{\{=.*?\}\}/g, 'value'),
  );

describe('order follows from the use of volumes', () => {
  it('a step that mounts a new volume waits for the step that makes it', () => {
    const pipeline = piped((p) => void step(p, 'use', made(p).volume));
    expect(orderOf(pipeline)).toEqual({ make: [], use: ['make'] });
  });

  it('steps that mount the same volume are not ordered by that', () => {
    const pipeline = piped((p) => {
      const { volume } = made(p);
      step(p, 'one', volume);
      step(p, 'two', volume);
    });
    expect(orderOf(pipeline)).toEqual({ make: [], one: ['make'], two: ['make'] });
  });

  it('a volume after steps makes its user wait for them, and keeps the dependency on the maker', () => {
    const pipeline = piped((p) => {
      const { volume } = made(p);
      const one = step(p, 'one', volume);
      const two = step(p, 'two', volume);
      step(p, 'three', volume.after(one, two));
    });
    expect(orderOf(pipeline)['three']).toEqual(['make', 'one', 'two']);
  });

  it("a step's volume is the mounted one after that step", () => {
    const pipeline = piped((p) => {
      const one = step(p, 'one', made(p).volume);
      step(p, 'two', one.volume());
    });
    expect(orderOf(pipeline)['two']).toEqual(['make', 'one']);
  });

  it('after drops what it implies, and changes nothing in place', () => {
    piped((p) => {
      const volume = PipelineVolume.claim('data');
      const one = step(p, 'one', volume);
      const two = step(p, 'two', one.volume());
      const other = step(p, 'other', volume);
      const late = volume.after(one, other).after(two);
      expect(late.dependencies.map(({ label }) => label)).toEqual(['two', 'other']);
      expect(volume.dependencies).toEqual([]);
    });
  });

  it('after sees what is implied through outputs, groups and other steps', () => {
    piped((p) => {
      const volume = PipelineVolume.claim('data');
      const one = new ContainerStep(p, 'one', {
        ...busybox,
        outputs: { x: '/x' },
        volumes: { '/d': volume },
      });
      const between = new ContainerStep(p, 'between', { image: 'busybox', args: [one.outputs.x] });
      const group = new Condition(p, 'group', {
        if: equal(1, 1),
        then: (scope) => void new ContainerStep(scope, 'inner', { ...busybox, after: [between] }),
      });
      expect(
        one
          .volume()
          .after(group.then)
          .dependencies.map(({ label }) => label),
      ).toEqual(['group']);
    });
  });

  it('a snapshot waits for what the volume waits for', () => {
    const pipeline = piped((p) => {
      const one = step(p, 'one', made(p).volume);
      new SnapshotStep(p, 'snap', { volume: one.volume() });
    });
    expect(orderOf(pipeline)['snap']).toEqual(['make', 'one']);
  });

  it('a volume made from a snapshot waits for it, and is as large as the snapshot says', () => {
    const pipeline = piped((p) => {
      const snap = new SnapshotStep(p, 'snap', { volume: PipelineVolume.claim('data') });
      new VolumeStep(p, 'clone', { dataSource: snap.snapshot });
    });
    expect(orderOf(pipeline)['clone']).toEqual(['snap']);
    const text = stringAt(templateOf(pipeline, 'clone'), 'resource', 'manifest') ?? '';
    expect(text).toContain("storage: {{=toJson(inputs.parameters['snap-size'])}}");
    expect(fieldAt(manifestOf(pipeline, 'clone'), 'spec', 'dataSource')).toEqual({
      apiGroup: 'snapshot.storage.k8s.io',
      kind: 'VolumeSnapshot',
      name: 'value',
    });
  });

  it('an existing claim or snapshot implies no order, and its name may be a parameter', () => {
    const pipeline = piped(
      (p) => {
        step(p, 'one', PipelineVolume.claim(p.parameters.claim));
        new VolumeStep(p, 'from', { size: '1Gi', dataSource: Snapshot.named('yesterday') });
      },
      { parameters: { claim: { default: 'data' } } },
    );
    expect(orderOf(pipeline)).toEqual({ from: [], one: [] });
    expect(fieldAt(templateOf(pipeline, 'one'), 'volumes', 0, 'persistentVolumeClaim')).toEqual({
      claimName: '{{inputs.parameters.claim}}',
    });
  });

  it('a reference anywhere in an object or a pod is an input and a dependency', () => {
    const pipeline = piped((p) => {
      const one = new ContainerStep(p, 'one', { ...busybox, outputs: { x: '/x' } });
      new ContainerStep(p, 'two', {
        ...busybox,
        labels: { from: one.outputs.x },
        sidecars: [{ name: 'side', image: `busybox:${one.outputs.x}` }],
        nodeSelector: { zone: one.outputs.x },
      });
    });
    expect(orderOf(pipeline)['two']).toEqual(['one']);
    expect(listAt(templateOf(pipeline, 'two'), 'inputs', 'parameters')).toEqual([{ name: 'one-x' }]);
  });

  it('mounts any kind of volume', () => {
    const pipeline = piped((p) => void step(p, 'one', PipelineVolume.of('scratch', { emptyDir: {} })));
    expect(templateOf(pipeline, 'one')['volumes']).toEqual([{ name: 'scratch', emptyDir: {} }]);
  });
});

describe('claims and snapshots', () => {
  it('belong to the run unless they are kept', () => {
    const owner = (ownership: 'workflow' | 'kept'): unknown =>
      fieldAt(
        templateOf(
          piped((p) => void new VolumeStep(p, 'make', { size: '1Gi', ownership })),
          'make',
        ),
        'resource',
        'setOwnerReference',
      );
    expect([owner('workflow'), owner('kept')]).toEqual([true, undefined]);
  });

  it('are of API v1, and the step waits until the snapshot can be used', () => {
    const pipeline = piped(
      (p) =>
        void new SnapshotStep(p, 'snap', { volume: PipelineVolume.claim('data'), snapshotClass: 'fast' }),
    );
    expect(manifestOf(pipeline, 'snap')).toEqual({
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshot',
      metadata: { name: '{{workflow.name}}-snap' },
      spec: { source: { persistentVolumeClaimName: 'data' }, volumeSnapshotClassName: 'fast' },
    });
    expect(fieldAt(templateOf(pipeline, 'snap'), 'resource', 'successCondition')).toBe(
      'status.readyToUse == true',
    );
  });

  it('refuse a size that is none, no size at all, and a snapshot of what is no claim', () => {
    expect(() => piped((p) => void new VolumeStep(p, 'make', { size: '10 GB' }))).toThrow(
      'workflow/volume-size',
    );
    expect(() => piped((p) => void new VolumeStep(p, 'make', {}))).toThrow('workflow/volume-size');
    expect(() =>
      piped((p) => void new SnapshotStep(p, 'snap', { volume: PipelineVolume.of('x', { emptyDir: {} }) })),
    ).toThrow('workflow/snapshot-source');
  });
});

/** The fourth example of the thesis that volumes in pipelines go back to, with the defaults it had. */
const exampleFour = (safe: boolean): Pipeline =>
  piped(
    (p) => {
      const vop = new VolumeStep(p, 'create-mypvc', {
        resourceName: 'mypvc',
        size: '10Gi',
        ...(safe ? { storageClass: 'local-lvm' } : { accessModes: ['ReadWriteMany'] as const }),
      });
      const first = new ContainerStep(p, 'ingest data as a gzipped file', {
        image: 'google/cloud-sdk:216.0.0',
        command: ['sh', '-c'],
        args: [`gsutil cat "${p.parameters.url}" | tee /data/file1.gz`],
        volumes: { '/data': vop.volume },
      });
      const firstSnapshot = new SnapshotStep(p, 'Snapshot step1', {
        resourceName: 'step1-snap',
        volume: first.volume(),
      });
      const second = new ContainerStep(p, 'gunzip', {
        image: 'library/bash:4.4.23',
        command: ['gunzip', '/data/file1.gz'],
        volumes: { '/data': safe ? first.volume().after(firstSnapshot) : first.volume() },
      });
      const secondSnapshot = new SnapshotStep(p, 'Snapshot step2', {
        resourceName: 'step2-snap',
        volume: second.volume(),
      });
      new ContainerStep(p, 'output data to stdout', {
        image: 'library/bash:4.4.23',
        command: ['cat', '/data/file1'],
        volumes: { '/data': safe ? second.volume().after(secondSnapshot) : second.volume() },
      });
    },
    { parameters: { url: {} } },
  );

describe('mistakes with volumes', () => {
  it('of the example as printed are found: two races, and an access mode that local storage cannot give', () => {
    expect(problemsOf(exampleFour(false), { storage: localStorage })).toEqual([
      'workflow/snapshot-race at Step/Snapshot step1',
      'workflow/snapshot-race at Step/Snapshot step2',
      'workflow/access-mode at Step/create-mypvc',
      'workflow/snapshot-support at Step/Snapshot step1',
      'workflow/snapshot-support at Step/Snapshot step2',
    ]);
    const [race] = checkPipeline(exampleFour(false)).diagnostics;
    expect(race?.fix).toContain('mount the volume in gunzip as volume.after(<this snapshot>)');
  });

  it('are not found in the same example with the snapshots ordered', () => {
    expect(problemsOf(exampleFour(true), { storage: localStorage })).toEqual([]);
  });

  it('where nothing is known of the storage, ReadWriteMany is a warning', () => {
    const pipeline = piped(
      (p) => void new VolumeStep(p, 'make', { size: '1Gi', accessModes: ['ReadWriteMany'] }),
    );
    expect(problemsOf(pipeline)).toEqual(['workflow/access-mode (warning) at Step/make']);
  });

  it('a class that the cluster does not have is refused', () => {
    const pipeline = piped((p) => void new VolumeStep(p, 'make', { size: '1Gi', storageClass: 'fast' }));
    expect(problemsOf(pipeline, { storage: localStorage })).toEqual(['workflow/storage-class at Step/make']);
  });

  it('a reader that cannot write is no race; nor is a branch that excludes the other', () => {
    const pipeline = piped((p) => {
      const one = step(p, 'one', made(p).volume);
      new SnapshotStep(p, 'snap', { volume: one.volume() });
      new ContainerStep(p, 'read', { ...busybox, volumes: { '/data': one.volume().asReadOnly() } });
    });
    expect(problemsOf(pipeline)).toEqual([]);
    const branches = piped((p) => {
      const one = step(p, 'one', made(p).volume);
      new Condition(p, 'either', {
        if: equal('a', 'b'),
        then: (scope) => void new SnapshotStep(scope, 'snap', { volume: one.volume() }),
        else: (scope) =>
          void new ContainerStep(scope, 'write', { ...busybox, volumes: { '/d': one.volume() } }),
      });
    });
    expect(problemsOf(branches)).toEqual([]);
  });

  it('iterations that share a claim race with the snapshot of another one, unless they run one by one', () => {
    const loop = (parallelism?: number): Pipeline =>
      piped((p) => {
        const { volume } = made(p);
        new Loop(p, 'each', {
          over: [1, 2],
          ...(parallelism === undefined ? {} : { parallelism }),
          body: (scope) => {
            const write = new ContainerStep(scope, 'write', { ...busybox, volumes: { '/d': volume } });
            new SnapshotStep(scope, 'snap', { volume: write.volume() });
          },
        });
      });
    expect(problemsOf(loop())).toEqual(['workflow/snapshot-race at Step/snap']);
    expect(problemsOf(loop(1))).toEqual([]);
  });

  it('in a random graph: a race is found for every next writer that is not ordered with the snapshot, and for no other', () => {
    const graph = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        edges: fc.array(fc.tuple(fc.nat(count), fc.nat(count)), { maxLength: 8 }),
        snapshotAfter: fc.array(fc.nat(count - 1), { maxLength: 3 }),
        before: fc.array(fc.nat(count - 1), { maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(graph, ({ count, edges, snapshotAfter, before }) => {
        const pipeline = piped((p) => {
          const { volume } = made(p);
          const steps = Array.from({ length: count }, (_, index) => step(p, `s${index}`, volume));
          for (const [from, to] of edges) {
            const [earlier, later] = [steps[Math.min(from, to)], steps[Math.max(from, to)]];
            if (earlier !== undefined && later !== undefined && earlier !== later) later.after(earlier);
          }
          const chosen = snapshotAfter.flatMap((index) => steps[index] ?? []);
          const snap = new SnapshotStep(p, 'snap', { volume: volume.after(...chosen) });
          const highest = Math.max(-1, ...snapshotAfter);
          for (const index of before) if (index > highest) steps[index]?.after(snap);
        });
        const waits = new Map(
          [...tasksOf(pipeline)].map(([name, task]) => [name, listAt(task, 'dependencies')]),
        );
        const comesBefore = (a: string, b: unknown): boolean =>
          (waits.get(String(b)) ?? []).some((each) => each === a || comesBefore(a, each));
        const unordered = [...waits.keys()].filter(
          (name) =>
            name.startsWith('s') &&
            name !== 'snap' &&
            !comesBefore(name, 'snap') &&
            !comesBefore('snap', name),
        );
        const next = unordered.filter((name) => !unordered.some((other) => comesBefore(other, name)));
        expect(problemsOf(pipeline)).toHaveLength(next.length);
      }),
      { numRuns: 60 },
    );
  });
});
