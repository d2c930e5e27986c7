import { describeWhere, Refusal } from '../../lib/diagnostics';
import { compileWorkflow, pipelineVersion, readPipeline } from '../../lib/kfp';
import { emitYaml } from '../../lib/yaml';
import { irOf, smallPipeline, type Parts } from './minimal';

/** What a text is refused for, as one line per problem. */
const refusals = (text: string): readonly string[] => {
  try {
    readPipeline(text, 'p.yaml');
  } catch (error) {
    if (!Refusal.is(error)) throw error;
    expect(error.exitCode).toBe(2);
    return error.diagnostics.map(
      ({ rule, where, got }) => `${rule} ${where.kind === 'source' ? (where.field ?? '') : ''}: ${got}`,
    );
  }
  return [];
};

const refused = (change: (parts: Parts) => void): readonly string[] => refusals(irOf(change));

describe('a compiled pipeline', () => {
  it('is read from YAML, from JSON and from a PipelineVersion alike', () => {
    const pipeline = smallPipeline();
    const { platformSpec: _, ...version } = {
      ...pipelineVersion(pipeline, { name: 'small' }),
      platformSpec: 0,
    };
    const texts = [irOf(), JSON.stringify(pipeline.spec), emitYaml(JSON.parse(JSON.stringify(version)))];
    const workflows = texts.map((text) => compileWorkflow(readPipeline(text, 'p').pipeline));
    expect(workflows[1]).toEqual(workflows[0]);
    expect(workflows[2]).toEqual(workflows[0]);
  });

  it('may have its fields in either spelling that protobuf allows', () => {
    const text = irOf()
      .replaceAll('componentRef', 'component_ref')
      .replaceAll('pipelineInfo', 'pipeline_info');
    expect(readPipeline(text, 'p').pipeline.spec).toEqual(smallPipeline().spec);
  });

  it('may be of schema 2.0 or 2.1, and of no other', () => {
    expect(refusals(irOf().replace('2.1.0', '2.0.0'))).toEqual([]);
    expect(refusals(irOf().replace('2.1.0', '3.0.0'))).toEqual([
      'kfp/schema-version schemaVersion: schemaVersion 3.0.0',
    ]);
  });

  it('keeps text that only other readers of YAML take for numbers', () => {
    const text = irOf().replace('- second', '- 1e3');
    const { pipeline } = readPipeline(text, 'p');
    expect(pipeline.spec.deploymentSpec?.executors?.['exec-second']?.container?.command).toEqual([
      'echo',
      '1e3',
    ]);
  });

  it('warns of a field that the backend would drop unseen, and names the near one', () => {
    const text = irOf(({ tasks }) => {
      tasks['second'] = { ...tasks['second'], cachingOption: { enableCache: true } };
    });
    const { warnings } = readPipeline(text, 'p.yaml');
    expect(warnings.map(({ severity, got, fix }) => `${severity}: ${got}; ${fix}`)).toEqual([
      'warning: unknown field cachingOption; did you mean cachingOptions?',
    ]);
  });
});

describe('bad input is refused with the place', () => {
  it('of the line where it stands', () => {
    const text = irOf().replace('producerTask: first', 'producerTask: firs');
    const line = text.split('\n').findIndex((each) => each.includes('producerTask: firs')) + 1;
    try {
      readPipeline(text, 'p.yaml');
      throw new Error('it was read');
    } catch (error) {
      const [first] = Refusal.is(error) ? error.diagnostics : [];
      expect(first?.fix).toBe('did you mean first?');
      expect(first === undefined ? '' : describeWhere(first.where)).toContain(`p.yaml:${line}:`);
    }
  });

  it.each([
    ['an empty file', '', 'kfp/no-pipeline : an empty file'],
    ['a list', '- a\n', 'kfp/no-pipeline : a list'],
    ['a picture', '\x89PNG\r\n\x1a\n\0', 'kfp/syntax : a binary file'],
    [
      'a workflow of version 1',
      'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n',
      'kfp/v1 : an Argo Workflow',
    ],
    ['a component', 'name: c\nimplementation: {container: {image: x}}\n', 'kfp/component-file : the file of'],
    ['another object', 'apiVersion: v1\nkind: Secret\n', 'kfp/no-pipeline : a Secret'],
    ['broken YAML', 'a: [1\nb: 2\n', 'kfp/syntax '],
  ])('%s', (_, text, message) => {
    const [only, ...more] = refusals(text);
    expect(more).toEqual([]);
    expect(only?.startsWith(message)).toBe(true);
  });

  it('a file that was cut off, at every length', () => {
    const text = irOf();
    for (let length = 0; length < text.length - 30; length += 37) {
      const found = refusals(text.slice(0, length));
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it('an unknown task, output, input, component and executor', () => {
    expect(
      refused(({ tasks }) => (tasks['second'] = { ...tasks['second'], dependentTasks: ['frist'] })),
    ).toEqual(['kfp/unknown-task root.dag.tasks.second.dependentTasks[0]: frist']);
    const from = (producerTask: string, outputParameterKey: string) => (made: Parts) => {
      made.tasks['second'] = {
        ...made.tasks['second'],
        inputs: { parameters: { n: { taskOutputParameter: { producerTask, outputParameterKey } } } },
      };
    };
    const base = 'root.dag.tasks.second.inputs.parameters.n.taskOutputParameter';
    expect(refused(from('first', 'Outptu'))).toEqual([
      `kfp/unknown-output ${base}.outputParameterKey: Outptu`,
    ]);
    expect(refused(from('third', 'Output'))).toEqual([`kfp/unknown-task ${base}.producerTask: third`]);
    expect(refused(({ inputs }) => delete inputs['count'])).toEqual([
      'kfp/unknown-input root.dag.tasks.first.inputs.parameters.n.componentInputParameter: count',
    ]);
    expect(refused(({ components }) => delete components['comp-second'])).toEqual([
      'kfp/unknown-component root.dag.tasks.second.componentRef.name: comp-second',
    ]);
    expect(refused(({ executors }) => delete executors['exec-second'])).toEqual([
      'kfp/unknown-executor components.comp-second.executorLabel: exec-second',
    ]);
    expect(refused((made) => (made.platform = { 'exec-third': {} }))).toEqual([
      'kfp/unknown-executor platforms.kubernetes.deploymentSpec.executors.exec-third: exec-third',
    ]);
  });

  it('a circle of tasks, and a component that contains itself', () => {
    expect(
      refused(({ tasks }) => (tasks['first'] = { ...tasks['first'], dependentTasks: ['second'] }))[0],
    ).toMatch(/^kfp\/cycle .*waits for/);
    expect(
      refused(({ components, tasks }) => {
        components['comp-loop'] = { dag: { tasks: { again: { componentRef: { name: 'comp-loop' } } } } };
        tasks['loop'] = { componentRef: { name: 'comp-loop' } };
      }),
    ).toEqual([
      'kfp/cycle components.comp-loop.dag.tasks.again.componentRef.name: comp-loop, which this task is part of',
    ]);
  });

  it('but not a chain of tasks, however long', () => {
    const text = irOf(({ tasks }) => {
      for (let index = 0; index < 15_000; index += 1)
        tasks[`t${index}`] = {
          componentRef: { name: 'comp-first' },
          ...(index === 14_999 ? {} : { dependentTasks: [`t${index + 1}`] }),
        };
    });
    expect(refusals(text)).toEqual([]);
  });

  it('values and outputs of another type', () => {
    expect(refused(({ inputs }) => (inputs['count'] = { parameterType: 'LIST' }))).toEqual([
      'kfp/type-mismatch root.dag.tasks.first.inputs.parameters.n: LIST',
    ]);
    expect(
      refused(({ tasks }) => {
        tasks['first'] = {
          ...tasks['first'],
          inputs: { parameters: { n: { runtimeValue: { constant: 'many' } } } },
        };
      }),
    ).toEqual(['kfp/type-mismatch root.dag.tasks.first.inputs.parameters.n: "many"']);
    expect(
      refused(({ inputs }) => (inputs['count'] = { parameterType: 'NUMBER_INTEGER', defaultValue: 'x' })),
    ).toEqual(['kfp/type-mismatch root.inputDefinitions.parameters.count.defaultValue: "x"']);
    expect(refused(({ tasks }) => (tasks['first'] = { componentRef: 'comp-first' }))[0]).toBe(
      'kfp/type root.dag.tasks.first.componentRef: "comp-first"',
    );
    expect(refused(({ inputs }) => (inputs['count'] = { parameterType: 'NUMBER_INTEGR' }))).toEqual([
      'kfp/value root.inputDefinitions.parameters.count.parameterType: "NUMBER_INTEGR"',
    ]);
  });

  it('a platform document that the driver could not read', () => {
    expect(refused((made) => (made.platform = { 'exec-first': { tolerations: { key: 'gpu' } } }))).toEqual([
      'kfp/type platforms.kubernetes.deploymentSpec.executors.exec-first.tolerations: {"key":"gpu"}',
    ]);
  });

  it('what the backend cannot compile', () => {
    expect(refused(({ executors }) => (executors['exec-first'] = { resolver: {} }))).toEqual([
      'kfp/unsupported-executor deploymentSpec.executors.exec-first: resolver',
    ]);
    expect(
      refused(({ tasks }) => {
        tasks['second'] = {
          ...tasks['second'],
          artifactIterator: { itemInput: 'n', items: { inputArtifact: 'a' } },
        };
      })[0],
    ).toMatch(/^kfp\/artifact-iterator /);
    expect(
      refused(({ tasks }) => {
        for (const task of ['first', 'second'])
          tasks[task] = { ...tasks[task], triggerPolicy: { strategy: 'ALL_UPSTREAM_TASKS_COMPLETED' } };
      }),
    ).toContain('kfp/only-exit-tasks root.dag.tasks: only tasks that run when others have ended');
  });
});
