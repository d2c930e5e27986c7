import { fieldAt, listAt } from '../../lib/kubernetes';
import {
  ComponentStep,
  ContainerStep,
  HttpStep,
  parseComponent,
  Reference,
  ResourceStep,
  ScriptStep,
  SubPipeline,
  SuspendStep,
} from '../../lib/workflow';
import { busybox, passedTo, piped, problemsOf, tasksOf, templateOf } from './support';

const twoFiles = { value: '/value', file: { path: '/file', type: 'Dataset' } } as const;

describe('data between steps', () => {
  it('passes a value as a parameter and a file as an artifact', () => {
    const pipeline = piped((p) => {
      const make = new ContainerStep(p, 'make', { ...busybox, outputs: twoFiles });
      new ContainerStep(p, 'use', {
        image: 'busybox',
        args: [make.outputs.value],
        files: { '/in': make.outputs.file },
      });
    });
    expect(fieldAt(tasksOf(pipeline).get('use'), 'arguments')).toEqual({
      parameters: [{ name: 'make-value', value: '{{tasks.make.outputs.parameters.value}}' }],
      artifacts: [{ name: 'make-file', from: '{{tasks.make.outputs.artifacts.file}}' }],
    });
    expect(templateOf(pipeline, 'make')['outputs']).toEqual({
      parameters: [{ name: 'value', valueFrom: { path: '/value' } }],
      artifacts: [{ name: 'file', path: '/file' }],
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('reads a value as a file by the file that it was written to, never through a parameter', () => {
    const pipeline = piped((p) => {
      const make = new ContainerStep(p, 'make', { ...busybox, outputs: { value: '/value' } });
      new ContainerStep(p, 'use', { ...busybox, files: { '/in': make.outputs.value } });
    });
    expect(fieldAt(tasksOf(pipeline).get('use'), 'arguments')).toEqual({
      artifacts: [{ name: 'make-value', from: '{{tasks.make.outputs.artifacts.value}}' }],
    });
  });

  it('reads a small file as a value, and refuses a large one', () => {
    const read = (type: string) =>
      piped((p) => {
        const make = new ContainerStep(p, 'make', {
          ...busybox,
          outputs: { file: { path: '/file', type, file: true } },
        });
        new ContainerStep(p, 'use', { image: 'busybox', args: [make.outputs.file] });
      });
    expect(problemsOf(read('JsonObject'))).toEqual([]);
    expect(problemsOf(read('Dataset'))).toEqual(['workflow/file-as-value at Step/use']);
  });

  it('makes files of texts, of parameters and of what a resource step gives', () => {
    const pipeline = piped(
      (p) => {
        const object = new ResourceStep(p, 'read', {
          action: 'get',
          manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
        });
        new ContainerStep(p, 'use', {
          ...busybox,
          files: { '/text': 'hello', '/parameter': p.parameters.x, '/object': object.outputs.manifest },
        });
      },
      { parameters: { x: { default: '1' } } },
    );
    expect(fieldAt(tasksOf(pipeline).get('use'), 'arguments')).toEqual({
      artifacts: [
        { name: 'read-manifest', raw: { data: '{{tasks.read.outputs.parameters.manifest}}' } },
        { name: 'x', raw: { data: '{{inputs.parameters.x}}' } },
      ],
    });
    expect(listAt(templateOf(pipeline, 'use'), 'inputs', 'artifacts')).toContainEqual({
      name: 'text',
      path: '/text',
      raw: { data: 'hello' },
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('leads values into groups and out of them, by the groups in between only', () => {
    const pipeline = piped((p) => {
      const make = new ContainerStep(p, 'make', { ...busybox, outputs: { x: '/x' } });
      let inside: Reference | undefined;
      new SubPipeline(p, 'group', {
        arguments: { given: make.outputs.x },
        body: (scope, { given }) => {
          inside = new ContainerStep(scope, 'inner', {
            image: 'busybox',
            args: [given],
            outputs: { y: '/y' },
          }).outputs.y;
        },
      });
      new ContainerStep(p, 'use', { image: 'busybox', args: [inside ?? ''] });
    });
    expect(passedTo(tasksOf(pipeline).get('group'))).toEqual({
      'group-given': '{{tasks.make.outputs.parameters.x}}',
    });
    expect(listAt(templateOf(pipeline, 'group'), 'outputs', 'parameters')).toEqual([
      { name: 'group-inner-y', valueFrom: { parameter: '{{tasks.inner.outputs.parameters.y}}' } },
    ]);
    expect(passedTo(tasksOf(pipeline).get('use'))).toEqual({
      'group-inner-y': '{{tasks.group.outputs.parameters.group-inner-y}}',
    });
  });

  it('gives the standard output of a script, the answer of a request and the choice of a person', () => {
    const pipeline = piped((p) => {
      const script = new ScriptStep(p, 'script', { image: 'busybox', command: ['sh'], source: 'echo 1' });
      const request = new HttpStep(p, 'request', { url: 'http://example.internal' });
      const person = new SuspendStep(p, 'person', { answers: { go: { choices: ['yes', 'no'] } } });
      new ContainerStep(p, 'use', {
        image: 'busybox',
        args: [script.result, request.result, person.outputs.go],
      });
    });
    expect(Object.values(passedTo(tasksOf(pipeline).get('use')))).toEqual([
      '{{tasks.person.outputs.parameters.go}}',
      '{{tasks.request.outputs.result}}',
      '{{tasks.script.outputs.result}}',
    ]);
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('refuses a reference into another pipeline, and an output that a step does not have', () => {
    let foreign: Reference | undefined;
    piped((p) => (foreign = new ContainerStep(p, 'far', { ...busybox, outputs: { x: '/x' } }).outputs.x));
    const pipeline = piped(
      (p) => void new ContainerStep(p, 'use', { image: 'busybox', args: [foreign ?? ''] }),
    );
    expect(problemsOf(pipeline)).toEqual(['workflow/unresolved-reference at Step/use']);
    expect(() =>
      piped((p) => void new ContainerStep(p, 'a', { ...busybox, outputs: { x: '/x' } }).output('y' as 'x')),
    ).toThrow('workflow/unknown-output');
  });

  it('moves amounts that come at run time to where Argo can put them', () => {
    const pipeline = piped(
      (p) =>
        void new ContainerStep(p, 'use', {
          ...busybox,
          resources: { limits: { memory: p.parameters.memory, cpu: '1' } },
        }),
      { parameters: { memory: { default: '1Gi' } } },
    );
    const template = templateOf(pipeline, 'use');
    expect(fieldAt(template, 'container', 'resources')).toEqual({ limits: { cpu: '1' } });
    expect(JSON.parse(String(template['podSpecPatch']))).toEqual({
      containers: [{ name: 'main', resources: { limits: { memory: '{{inputs.parameters.memory}}' } } }],
    });
  });
});

describe('values can never become code', () => {
  const withValue = (command: string[], source: (value: Reference) => string) =>
    templateOf(
      piped((p) => void new ScriptStep(p, 'run', { image: 'x', command, source: source(p.parameters.x) }), {
        parameters: { x: { default: '1' } },
      }),
      'run',
    );

  it('in Python they are quoted literals', () => {
    expect(
      fieldAt(
        withValue(['python3'], (x) => `print(${x})`),
        'script',
        'source',
      ),
    ).toBe("print({{=toJson(inputs.parameters['x'])}})");
  });

  it('in shells they are variables', () => {
    const template = withValue(['/bin/bash', '-eu'], (x) => `echo "got ${x}"`);
    expect(fieldAt(template, 'script', 'source')).toBe('echo "got ${INPUT_X}"');
    expect(fieldAt(template, 'script', 'env')).toEqual([
      { name: 'INPUT_X', value: '{{inputs.parameters.x}}' },
    ]);
  });

  it('in the command line of a shell too, wherever the script stands', () => {
    const template = templateOf(
      piped(
        (p) =>
          void new ContainerStep(p, 'run', {
            image: 'x',
            command: ['sh', '-ec'],
            args: [`rm -r "/data/${p.parameters.x}"`, 'name', p.parameters.x],
          }),
        { parameters: { x: { default: '1' } } },
      ),
      'run',
    );
    expect(fieldAt(template, 'container', 'args')).toEqual([
      'rm -r "/data/${INPUT_X}"',
      'name',
      '{{inputs.parameters.x}}',
    ]);
  });

  it('inside single quotes of a shell they would not be replaced, so that is refused', () => {
    const pipeline = piped(
      (p) =>
        void new ScriptStep(p, 'run', {
          image: 'x',
          command: ['sh'],
          source: `# it's fine\necho "it's" '${p.parameters.x}'`,
        }),
      { parameters: { x: { default: '1' } } },
    );
    expect(problemsOf(pipeline)).toEqual(['workflow/quoted-reference at Step/run']);
  });

  it('in objects they fill a field and cannot add one; numbers and JSON stay what they are', () => {
    const pipeline = piped(
      (p) =>
        void new ResourceStep(p, 'run', {
          manifest: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: `{{workflow.name}}-${p.parameters.text}` },
            data: { text: p.parameters.text },
            count: p.parameters.count,
          },
        }),
      { parameters: { text: { type: 'String', default: '' }, count: { type: 'Integer', default: 1 } } },
    );
    expect(fieldAt(templateOf(pipeline, 'run'), 'resource', 'manifest')).toBe(
      [
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata:',
        '  name: {{=toJson(workflow.name + "-" + inputs.parameters[\'text\'])}}',
        'data:',
        "  text: {{=toJson(inputs.parameters['text'])}}",
        "count: {{=inputs.parameters['count']}}",
        '',
      ].join('\n'),
    );
  });
});

const component = parseComponent(`
name: Train
inputs:
- {name: Data, type: Dataset}
- {name: Rate, type: Float, default: "0.1"}
- {name: Note, type: String, optional: true}
outputs:
- {name: Model, type: Model}
- {name: Loss, type: Float}
implementation:
  container:
    image: train:1
    command: [train, --data, {inputPath: Data}, --out, {outputPath: Model}, --loss, {outputPath: Loss}]
    args:
    - {concat: [--rate=, {inputValue: Rate}]}
    - if: {cond: {isPresent: Note}, then: [--note, {inputValue: Note}], else: [--quiet]}
`);

describe('components', () => {
  it('fill their placeholders: values, paths, concatenations and conditions', () => {
    const pipeline = piped((p) => {
      const data = new ContainerStep(p, 'data', {
        ...busybox,
        outputs: { d: { path: '/d', type: 'Dataset' } },
      });
      new ComponentStep(p, 'train', { component, name: 'train', arguments: { Data: data.outputs.d } });
    });
    const template = templateOf(pipeline, 'train');
    expect(template['container']).toEqual({
      image: 'train:1',
      command: [
        'train',
        '--data',
        '/tmp/inputs/Data/data',
        '--out',
        '/tmp/outputs/Model/data',
        '--loss',
        '/tmp/outputs/Loss/data',
      ],
      args: ['--rate=0.1', '--quiet'],
    });
    expect(template['outputs']).toEqual({
      parameters: [{ name: 'Loss', valueFrom: { path: '/tmp/outputs/Loss/data' } }],
      artifacts: [{ name: 'Model', path: '/tmp/outputs/Model/data' }],
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('take only what they declare, of the type that they declare', () => {
    const given = (args: Readonly<Record<string, string | number | Reference>>) => () =>
      piped((p) => void new ComponentStep(p, 'train', { component, arguments: args }));
    expect(given({})).toThrow('no argument for input Data');
    expect(given({ Data: 'x', Speed: 1 })).toThrow('argument Speed');
    expect(given({ Data: 'x', Rate: 'fast' })).toThrow('fast for input Rate');
    expect(given({ Data: new Reference({ kind: 'parameter', name: 'x' }, 'Model') })).toThrow(
      'Model for input Data',
    );
  });

  it('are refused where they are none', () => {
    expect(() => parseComponent('name: x\nimplementation: {graph: {tasks: {}}}\n', 'x.yaml')).toThrow(
      'workflow/component',
    );
    expect(() =>
      parseComponent('implementation: {container: {image: x, args: [{inputValue: missing}]}}\n', 'x.yaml'),
    ).toThrow('a placeholder for missing');
  });
});
