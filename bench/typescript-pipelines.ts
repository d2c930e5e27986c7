import {
  checkPipeline,
  compilePipeline,
  ContainerStep,
  definePipeline,
  Loop,
  pipelineObjects,
  type Pipeline,
} from '../lib/workflow';

/** A pipeline of many steps, each of which waits for a few before it. */
const wide = (steps: number, dependencies: number): Pipeline =>
  definePipeline('wide', {}, (scope) => {
    const made: ContainerStep<'out'>[] = [];
    for (let index = 0; index < steps; index += 1) {
      const before = Array.from({ length: dependencies }, (_, each) => made[index - 1 - each * 3]).filter(
        (step) => step !== undefined,
      );
      made.push(
        new ContainerStep(scope, `step-${index}`, {
          image: 'docker.io/example/step:1.0.0',
          command: ['run', '--step', String(index)],
          args: before.slice(0, 1).map(({ outputs }) => outputs.out),
          outputs: { out: '/tmp/out' },
          after: before,
        }),
      );
    }
  });

const small = (number: number): Pipeline =>
  definePipeline(`small-${number}`, { parameters: { rate: { default: '0.1' } } }, (scope) => {
    new Loop(scope, 'each', {
      over: [1, 2, 3],
      body: (body, item) => {
        let before: ContainerStep<'out'> | undefined;
        for (let index = 0; index < 20; index += 1) {
          before = new ContainerStep(body, `step-${index}`, {
            image: 'docker.io/example/step:1.0.0',
            args: [item, scope.parameters.rate, ...(before === undefined ? [] : [before.outputs.out])],
            outputs: { out: '/tmp/out' },
          });
        }
      },
    });
  });

const milliseconds = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Median of several runs, once the code is warm. */
const warm = (work: () => void): number => {
  for (let run = 0; run < 5; run += 1) work();
  return median(Array.from({ length: 9 }, () => milliseconds(work)));
};

/** What one kind of compilation took. */
export interface CompileTime {
  readonly name: string;
  readonly milliseconds: number;
  /** Milliseconds that it may take; undefined where there is no budget. */
  readonly budget: number | undefined;
}

/** Times of compilation, in this process, warm. */
export const compileTimes = (): { readonly times: readonly CompileTime[]; readonly growth: number } => {
  const compiled = (steps: number): number => warm(() => void compilePipeline(wide(steps, 5)));
  const thousand = compiled(1000);
  const times: readonly CompileTime[] = [
    { name: '1,000 steps with 5,000 dependencies', milliseconds: thousand, budget: 150 },
    {
      name: '200 pipelines of 20 steps in a loop',
      milliseconds: warm(() => {
        for (let number = 0; number < 200; number += 1) compilePipeline(small(number));
      }),
      budget: 300,
    },
    {
      name: '1,000 steps, every check and Argo’s rules too',
      milliseconds: warm(() => void checkPipeline(wide(1000, 5))),
      budget: undefined,
    },
    {
      name: '1,000 steps, as hashed objects with permissions',
      milliseconds: warm(() => void pipelineObjects(wide(1000, 5))),
      budget: undefined,
    },
  ];
  return { times, growth: compiled(4000) / (4 * thousand) };
};
