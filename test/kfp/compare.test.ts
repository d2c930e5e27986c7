import { comparePipelines, inspectPipeline } from '../../lib/kfp';
import { smallPipeline, type Parts } from './minimal';

const changes = (change: (parts: Parts) => void): readonly string[] =>
  comparePipelines(smallPipeline(), smallPipeline(change)).map(
    ({ about, kind, name, before, after }) => `${kind} ${about} ${name} [${before}] [${after}]`,
  );

describe('two versions of a pipeline', () => {
  it('that are the same do not differ, in whatever order they are written', () => {
    expect(changes(() => undefined)).toEqual([]);
    expect(
      changes((made) => (made.tasks = Object.fromEntries(Object.entries(made.tasks).reverse()))),
    ).toEqual([]);
  });

  it('differ by image', () => {
    expect(
      changes(({ executors }) => {
        executors['exec-first'] = {
          container: { image: 'docker.io/library/python:3.13', command: ['echo', 'first'] },
        };
      }),
    ).toEqual(['changed image first [docker.io/library/python:3.12] [docker.io/library/python:3.13]']);
  });

  it('differ by what a component does', () => {
    expect(
      changes(({ executors }) => {
        executors['exec-first'] = {
          container: { image: 'docker.io/library/python:3.12', command: ['echo', 'other'] },
        };
      }),
    ).toEqual(['changed component comp-first [its program] [another program]']);
  });

  it('differ by input, condition, edge and step', () => {
    expect(changes(({ inputs }) => (inputs['count'] = { ...inputs['count'], defaultValue: 4 }))).toEqual([
      'changed input count [NUMBER_INTEGER = 3] [NUMBER_INTEGER = 4]',
    ]);
    expect(
      changes(
        ({ tasks }) => (tasks['second'] = { ...tasks['second'], triggerPolicy: { condition: 'a == 1' } }),
      ),
    ).toEqual(['changed condition second [always] [a == 1]']);
    expect(
      changes(({ tasks }) => {
        tasks['third'] = { componentRef: { name: 'comp-first' }, dependentTasks: ['second'] };
      }),
    ).toEqual(['added step third [] [comp-first]', 'added edge second -> third [] []']);
  });
});

describe('a look into a pipeline', () => {
  it('tells inputs, steps, images and resources', () => {
    const inspection = inspectPipeline(
      smallPipeline(({ executors, inputs }) => {
        inputs['text'] = { parameterType: 'STRING' };
        executors['exec-second'] = {
          container: {
            image: 'docker.io/library/busybox:1.37',
            resources: {
              resourceCpuRequest: '500m',
              resourceCpuLimit: '2',
              memoryLimit: 4,
              accelerator: { resourceType: 'nvidia.com/gpu', resourceCount: '1' },
            },
          },
        };
      }),
    );
    expect(inspection.inputs.map(({ name, required }) => [name, required])).toEqual([
      ['count', false],
      ['text', true],
    ]);
    expect(inspection.images).toEqual(['docker.io/library/busybox:1.37', 'docker.io/library/python:3.12']);
    expect(inspection.steps[1]).toMatchObject({
      path: 'second',
      after: ['first'],
      resources: { cpu: '500m..2', memory: '4G', accelerator: '1 nvidia.com/gpu' },
      inputs: { n: 'first.Output' },
    });
  });
});
