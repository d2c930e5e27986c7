import { fieldAt } from '../../lib/kubernetes';
import {
  and,
  atLeast,
  checkPipeline,
  Condition,
  ContainerStep,
  equal,
  ExitHandler,
  greater,
  Loop,
  not,
  or,
  Recursion,
  type Test,
} from '../../lib/workflow';
import { busybox, orderOf, passedTo, piped, problemsOf, tasksOf, templateOf, templatesOf } from './support';

const whenOf = (test: (score: ContainerStep<'text' | 'number'>['outputs']) => Test): unknown => {
  const pipeline = piped((p) => {
    const score = new ContainerStep(p, 'score', {
      ...busybox,
      outputs: { text: '/t', number: { path: '/n', type: 'Float' } },
    });
    new Condition(p, 'c', {
      if: test(score.outputs),
      then: (scope) => void new ContainerStep(scope, 'x', busybox),
    });
  });
  return tasksOf(pipeline).get('c')?.['when'];
};

const text = "tasks['score'].outputs.parameters['text']";
const number = "tasks['score'].outputs.parameters['number']";

describe('conditions', () => {
  it('compare values as variables of an expression, so that no value can change the condition', () => {
    expect(whenOf((score) => equal(score.text, 'it"s'))).toBe(`{{=${text} == "it\\"s"}}`);
    expect(whenOf((score) => equal(`a-${score.text}`, 'a-b'))).toBe(`{{="a-" + ${text} == "a-b"}}`);
  });

  it('compare as numbers where one side is a number', () => {
    expect(whenOf((score) => atLeast(score.number, 0.7))).toBe(`{{=asFloat(${number}) >= 0.7}}`);
    expect(whenOf((score) => equal(score.number, '1'))).toBe(`{{=asFloat(${number}) == 1}}`);
    expect(whenOf((score) => greater(score.text, score.number))).toBe(
      `{{=asFloat(${text}) > asFloat(${number})}}`,
    );
  });

  it('join tests', () => {
    expect(whenOf((score) => and(equal(score.text, 'a'), or(equal(score.text, 'b'), not(equal(1, 2)))))).toBe(
      `{{=(${text} == "a") && ((${text} == "b") || (!(1 == 2)))}}`,
    );
  });

  it('have an other branch with the opposite test', () => {
    const pipeline = piped((p) => {
      const score = new ContainerStep(p, 'score', { ...busybox, outputs: { x: '/x' } });
      new Condition(p, 'good', {
        if: equal(score.outputs.x, 'yes'),
        then: (scope) => void new ContainerStep(scope, 'go', busybox),
        else: (scope) => void new ContainerStep(scope, 'stop', busybox),
      });
    });
    expect(orderOf(pipeline)).toEqual({ 'else-good': ['score'], good: ['score'], score: [] });
    expect([...templatesOf(pipeline).keys()]).toEqual([
      'else-good',
      'else-good-stop',
      'entrypoint',
      'good',
      'good-go',
      'score',
    ]);
    expect(tasksOf(pipeline).get('else-good')?.['when']).toBe(
      `{{=!(tasks['score'].outputs.parameters['x'] == "yes")}}`,
    );
  });

  it('warn of a value from a branch that may be skipped', () => {
    const pipeline = piped((p) => {
      let made: ContainerStep<'x'> | undefined;
      new Condition(p, 'maybe', {
        if: equal('a', 'b'),
        then: (scope) => void (made = new ContainerStep(scope, 'make', { ...busybox, outputs: { x: '/x' } })),
      });
      new ContainerStep(p, 'use', { image: 'busybox', args: [made?.outputs.x ?? ''] });
    });
    expect(problemsOf(pipeline)).toEqual(['workflow/skipped-output (warning) at Step/use']);
  });

  it('without steps are refused at the condition', () => {
    const pipeline = piped((p) => void new Condition(p, 'empty', { if: equal(1, 1), then: () => undefined }));
    expect(problemsOf(pipeline)).toEqual(['workflow/empty-dag at Group/empty']);
  });
});

describe('loops', () => {
  it('go over lists, ranges and what a step puts out', () => {
    const pipeline = piped((p) => {
      const list = new ContainerStep(p, 'list', { ...busybox, outputs: { items: '/items' } });
      const body = (scope: Loop, item: unknown): void => {
        new ContainerStep(scope, 'use', { image: 'busybox', args: [String(item)] });
      };
      new Loop(p, 'list-known', {
        over: ['a', { k: 1 }],
        body: (scope, item) => body(scope, item.field('k')),
      });
      new Loop(p, 'range', { over: { from: 1, to: list.outputs.items }, body });
      new Loop(p, 'output', { over: list.outputs.items, body });
    });
    const tasks = tasksOf(pipeline);
    expect(tasks.get('list-known')?.['withItems']).toEqual(['a', { k: 1 }]);
    expect(passedTo(tasks.get('list-known'))).toEqual({ 'list-known-item-k': '{{item.k}}' });
    expect(tasks.get('range')?.['withSequence']).toEqual({
      start: '1',
      end: '{{tasks.list.outputs.parameters.items}}',
    });
    expect(tasks.get('output')?.['withParam']).toBe('{{tasks.list.outputs.parameters.items}}');
    expect(orderOf(pipeline)['output']).toEqual(['list']);
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('nest, and an inner body sees the items of both', () => {
    const pipeline = piped((p) => {
      new Loop(p, 'outer', {
        over: [1, 2],
        body: (outer, first) =>
          void new Loop(outer, 'inner', {
            over: ['x'],
            body: (inner, second) =>
              void new ContainerStep(inner, 'use', { image: 'busybox', args: [`${first}${second}`] }),
          }),
      });
    });
    expect(passedTo(tasksOf(pipeline, 'outer').get('inner'))).toEqual({
      'outer-inner-item': '{{item}}',
      'outer-item': '{{inputs.parameters.outer-item}}',
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('limit how many iterations run at a time, not how many steps of one iteration', () => {
    const pipeline = piped((p) => {
      new Loop(p, 'each', {
        over: [1, 2, 3],
        parallelism: 2,
        body: (scope, item) => void new ContainerStep(scope, 'use', { image: 'busybox', args: [item] }),
      });
    });
    expect(templateOf(pipeline, 'each')['parallelism']).toBe(2);
    expect(tasksOf(pipeline, 'each').get('iteration')?.['withItems']).toEqual([1, 2, 3]);
    expect(passedTo(tasksOf(pipeline, 'each').get('iteration'))).toEqual({ 'each-item': '{{item}}' });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('over a parameter whose default is no list are refused', () => {
    const over = (value: string | readonly number[]) =>
      problemsOf(
        piped(
          (p) =>
            void new Loop(p, 'each', {
              over: p.parameters.list,
              body: (scope) => void new ContainerStep(scope, 'use', busybox),
            }),
          { parameters: { list: { default: value } } },
        ),
      );
    expect(over('a, b')).toEqual(['workflow/loop at Group/each']);
    expect([...over([1, 2]), ...over('["a"]')]).toEqual([]);
  });

  it('keep their items to themselves', () => {
    const pipeline = piped((p) => {
      let leaked: unknown;
      new Loop(p, 'each', {
        over: [1],
        body: (scope, item) => {
          leaked = item;
          new ContainerStep(scope, 'in', busybox);
        },
      });
      new ContainerStep(p, 'out', { image: 'busybox', args: [String(leaked)] });
    });
    expect(problemsOf(pipeline)).toEqual(['workflow/item-outside-loop at Step/out']);
  });
});

describe('recursion', () => {
  it('runs again with new arguments, at most as often as it is told', () => {
    const pipeline = piped((p) => {
      const first = new ContainerStep(p, 'first', { ...busybox, outputs: { x: '/x' } });
      new Recursion(p, 'again', {
        arguments: { x: first.outputs.x },
        limit: 5,
        body: (scope, { x }, again) => {
          const next = new ContainerStep(scope, 'next', {
            image: 'busybox',
            args: [x],
            outputs: { x: '/x' },
          });
          new Condition(scope, 'more', {
            if: equal(next.outputs.x, 'more'),
            then: (inner) => void again(inner, 'call', { x: next.outputs.x }),
          });
        },
      });
    });
    expect(passedTo(tasksOf(pipeline).get('again'))).toEqual({
      'again-x': '{{tasks.first.outputs.parameters.x}}',
      round: '1',
    });
    const call = tasksOf(pipeline, 'again-more').get('call');
    expect(call?.['template']).toBe('again');
    expect(call?.['when']).toBe("{{=asInt(inputs.parameters['round']) < 5}}");
    expect(passedTo(call)).toEqual({
      'again-x': '{{inputs.parameters.again-next-x}}',
      round: "{{=string(asInt(inputs.parameters['round']) + 1)}}",
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });
});

describe('exit handlers', () => {
  it('of the run run when everything is over', () => {
    const pipeline = piped((p) => {
      new ContainerStep(p, 'work', busybox);
      p.onExit(new ContainerStep(p, 'tidy', busybox));
    });
    expect(fieldAt(checkPipeline(pipeline).spec, 'onExit')).toBe('tidy');
    expect([...tasksOf(pipeline).keys()]).toEqual(['work']);
  });

  it('of a group run when the group is over, with values from before it', () => {
    const pipeline = piped((p) => {
      const first = new ContainerStep(p, 'first', { ...busybox, outputs: { x: '/x' } });
      const tidy = new ContainerStep(p, 'tidy', { image: 'busybox', args: [first.outputs.x] });
      new ExitHandler(p, 'work', {
        handler: tidy,
        body: (scope) => void new ContainerStep(scope, 'inner', busybox),
      });
    });
    expect(orderOf(pipeline)).toEqual({ first: [], work: ['first'] });
    expect(tasksOf(pipeline).get('work')?.['hooks']).toEqual({
      exit: {
        template: 'tidy',
        arguments: { parameters: [{ name: 'first-x', value: '{{tasks.first.outputs.parameters.x}}' }] },
      },
    });
    expect(problemsOf(pipeline)).toEqual([]);
  });

  it('are nothing that others could wait for', () => {
    const pipeline = piped((p) => {
      const tidy = new ContainerStep(p, 'tidy', busybox);
      p.onExit(tidy);
      new ContainerStep(p, 'late', { ...busybox, after: [tidy] });
    });
    expect(problemsOf(pipeline)).toEqual(['workflow/after-exit-handler at Step/late']);
  });
});

describe('order', () => {
  it('between steps of different groups is an order of those groups', () => {
    const pipeline = piped((p) => {
      let inside: ContainerStep | undefined;
      new Condition(p, 'one', {
        if: equal(1, 1),
        then: (scope) => void (inside = new ContainerStep(scope, 'a', busybox)),
      });
      new Condition(p, 'two', {
        if: equal(1, 1),
        then: (scope) =>
          void new ContainerStep(scope, 'b', { ...busybox, after: inside === undefined ? [] : [inside] }),
      });
    });
    expect(orderOf(pipeline)).toEqual({ one: [], two: ['one'] });
  });

  it('in a circle is refused, with the circle', () => {
    const pipeline = piped((p) => {
      const a = new ContainerStep(p, 'a', busybox);
      const b = new ContainerStep(p, 'b', { ...busybox, after: [a] });
      a.after(b);
    });
    const [cycle, ...more] = checkPipeline(pipeline).diagnostics;
    expect([cycle?.rule, cycle?.got, more]).toEqual(['workflow/cycle', 'a -> b -> a', []]);
  });

  it('of a step after its own group is refused', () => {
    const pipeline = piped((p) => {
      const group = new Condition(p, 'group', {
        if: equal(1, 1),
        then: (scope) => void new ContainerStep(scope, 'in', busybox),
      });
      const [inner] = group.then.node.children;
      if (inner instanceof ContainerStep) inner.after(group.then);
    });
    expect(problemsOf(pipeline).every((problem) => problem.startsWith('workflow/cycle'))).toBe(true);
    expect(problemsOf(pipeline)).not.toEqual([]);
  });
});
