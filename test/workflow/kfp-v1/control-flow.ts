import type { Construct } from 'constructs';
import {
  componentFrom,
  ComponentStep,
  Condition,
  ContainerStep,
  definePipeline,
  equal,
  Loop,
  Recursion,
  type Pipeline,
  type Reference,
  type Value,
} from '../../../lib/workflow';

const flip = (scope: Construct, id: string): ContainerStep<'output'> =>
  new ContainerStep(scope, id, {
    image: 'python:alpine3.6',
    command: ['sh', '-c'],
    args: [
      `python -c "import random; result = 'heads' if random.randint(0,1) == 0 else 'tails'; print(result)" | tee /tmp/output`,
    ],
    outputs: { output: '/tmp/output' },
  });

const print = (scope: Construct, id: string, text: Value): ContainerStep =>
  new ContainerStep(scope, id, { image: 'alpine:3.6', command: ['echo', text] });

const bash = (scope: Construct, id: string, script: string): ContainerStep =>
  new ContainerStep(scope, id, { image: 'library/bash:4.4.23', command: ['sh', '-c'], args: [script] });

export const coin = (): Pipeline =>
  definePipeline('pipeline flip coin', {}, (pipeline) => {
    const first = flip(pipeline, 'flip');
    let again: Reference | undefined;
    new Condition(pipeline, 'heads', {
      if: equal(first.outputs.output, 'heads'),
      then: (scope) => {
        const second = flip(scope, 'flip-again');
        again = second.outputs.output;
        new Condition(scope, 'tails', {
          if: equal(second.outputs.output, 'tails'),
          then: (inner) => void print(inner, 'print1', second.outputs.output),
        });
      },
    });
    new Condition(pipeline, 'tails', {
      if: equal(first.outputs.output, 'tails'),
      then: (scope) => void print(scope, 'print2', again ?? ''),
    });
  });

export const recursiveDoWhile = (): Pipeline =>
  definePipeline('pipeline flip coin', {}, (pipeline) => {
    const first = flip(pipeline, 'flip');
    const second = flip(pipeline, 'flip-2');
    const loop = new Recursion(pipeline, 'flip-component', {
      arguments: { result: first.outputs.output },
      limit: 10,
      body: (scope, { result }, again) => {
        const printed = print(scope, 'print', result);
        const next = flip(scope, 'flip-3').after(printed);
        new Condition(scope, 'heads', {
          if: equal(next.outputs.output, 'heads'),
          then: (inner) => void again(inner, 'again', { result: next.outputs.output }),
        });
      },
    }).after(second);
    print(pipeline, 'print-2', `cool, it is over. ${first.outputs.output}`).after(loop);
  });

export const recursiveWhile = (): Pipeline =>
  definePipeline('pipeline flip coin', { parameters: { maxVal: { default: 12 } } }, (pipeline) => {
    const first = flip(pipeline, 'flip');
    const second = flip(pipeline, 'flip-2');
    const loop = new Recursion(pipeline, 'flip-component', {
      arguments: { result: first.outputs.output, most: pipeline.parameters.maxVal },
      limit: 10,
      body: (scope, { result, most }, again) => {
        new Condition(scope, 'heads', {
          if: equal(result, 'heads'),
          then: (inner) => {
            const printed = print(inner, 'print', result);
            const next = flip(inner, 'flip-3').after(printed);
            again(inner, 'again', { result: next.outputs.output, most });
          },
        });
      },
    }).after(second);
    print(pipeline, 'print-2', `cool, it is over. ${first.outputs.output}`).after(loop);
  });

const produceList = componentFrom(
  {
    name: 'Produce list',
    outputs: [{ name: 'data_list' }],
    implementation: {
      container: {
        image: 'busybox',
        command: ['sh', '-c', 'echo "[1, 2, 3]" > "$0"', { outputPath: 'data_list' }],
      },
    },
  },
  'produce-list',
);

const consumeData = componentFrom(
  {
    name: 'Consume data',
    inputs: [{ name: 'data' }],
    implementation: { container: { image: 'busybox', command: ['echo', { inputValue: 'data' }] } },
  },
  'consume-data',
);

export const loopOverOutput = (): Pipeline =>
  definePipeline('Loop over lightweight output', {}, (pipeline) => {
    const list = new ComponentStep(pipeline, 'list', { component: produceList });
    new Loop(pipeline, 'each', {
      over: list.output('data_list'),
      body: (scope, item) => {
        new ComponentStep(scope, 'consume', { component: consumeData, arguments: { data: item } });
      },
    });
  });

const items = [
  { a: 1, b: 2 },
  { a: 10, b: 20 },
];

export const withItemBasic = (): Pipeline =>
  definePipeline('my-pipeline', { parameters: { my_pipe_param: { default: 10, type: 'Integer' } } }, (p) => {
    const { my_pipe_param: param } = p.parameters;
    new Loop(p, 'loop', {
      over: items,
      body: (scope, item) => {
        bash(scope, 'my-in-coop1', `echo op1 ${item.field('a')} ${param}`);
        bash(scope, 'my-in-coop2', `echo op2 ${item.field('b')}`);
      },
    });
    bash(p, 'my-out-cop', `echo ${param}`);
  });

export const withItemNested = (): Pipeline =>
  definePipeline('my-pipeline', { parameters: { my_pipe_param: { default: 10, type: 'Integer' } } }, (p) => {
    const { my_pipe_param: param } = p.parameters;
    new Loop(p, 'loop', {
      over: items,
      body: (scope, item) => {
        bash(scope, 'my-in-coop1', `echo op1 ${item.field('a')} ${param}`);
        new Loop(scope, 'inner', {
          over: [100, 200, 300],
          body: (inner, number) =>
            void bash(inner, 'my-inner-inner-coop', `echo op1 ${item.field('a')} ${number} ${param}`),
        });
        bash(scope, 'my-in-coop2', `echo op2 ${item.field('b')}`);
      },
    });
    bash(p, 'my-out-cop', `echo ${param}`);
  });

const numbers = (scope: Construct, program: string): ContainerStep<'out'> =>
  new ContainerStep(scope, 'my-out-cop0', {
    image: 'python:alpine3.6',
    command: ['sh', '-c'],
    args: [`python -c "import json; import sys; json.dump(${program}, open('/tmp/out.json', 'w'))"`],
    outputs: { out: '/tmp/out.json' },
  });

export const withParamGlobal = (): Pipeline =>
  definePipeline('my-pipeline', { parameters: { loopidy_doop: { default: [3, 5, 7, 9] } } }, (p) => {
    const first = numbers(p, '[i for i in range(20, 31)]');
    new Loop(p, 'loop', {
      over: p.parameters.loopidy_doop,
      body: (scope, item) => {
        bash(scope, 'my-in-cop1', `echo no output global op1, item: ${item}`).after(first);
      },
    });
    bash(p, 'my-out-cop2', `echo no output global op2, outp: ${first.outputs.out}`);
  });

export const withParamGlobalDict = (): Pipeline =>
  definePipeline('my-pipeline', { parameters: { loopidy_doop: { default: items } } }, (p) => {
    const first = numbers(p, '[i for i in range(20, 31)]');
    new Loop(p, 'loop', {
      over: p.parameters.loopidy_doop,
      body: (scope, item) => {
        bash(scope, 'my-in-cop1', `echo no output global op1, item.a: ${item.field('a')}`).after(first);
      },
    });
    bash(p, 'my-out-cop2', `echo no output global op2, outp: ${first.outputs.out}`);
  });

export const withParamOutputDict = (): Pipeline =>
  definePipeline('my-pipeline', {}, (p) => {
    const first = numbers(p, "[{'a': 1, 'b': 2}, {'a': 10, 'b': 20}]");
    new Loop(p, 'loop', {
      over: first.outputs.out,
      body: (scope, item) => void bash(scope, 'my-in-cop1', `echo do output op1 item.a: ${item.field('a')}`),
    });
    bash(p, 'my-out-cop2', `echo do output op2, outp: ${first.outputs.out}`);
  });
