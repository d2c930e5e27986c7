import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { measure, type Run } from './measure';

/** How the benchmark prints one figure: name, value, note. */
export type Line = (name: string, value: string, note?: string) => void;

const workload = join(__dirname, 'pipelines-workload.js');
const cli = resolve('bin/drydock.js');

const upstream = join(process.env['DRYDOCK_UPSTREAM'] ?? resolve('../shared/upstream'), 'kfp-ir/ir');

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;

const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');

const secondsOf = (run: Run): number => (run.kind === 'done' ? run.seconds : Number.NaN);
const megabytesOf = (run: Run): number => (run.kind === 'done' ? run.megabytes : Number.NaN);

/** Time that the Python SDK takes to compile a small pipeline; undefined without it. */
const sdkSeconds = (scratch: string): number | undefined => {
  const python = process.env['DRYDOCK_BENCH_PYTHON'] ?? 'python3';
  const source = resolve('pipelines/iris/pipeline.py');
  const program = 'from kfp.cli.__main__ import main; main()';
  const words = ['-c', program, 'dsl', 'compile', '--py', source, '--output', join(scratch, 'iris.yaml')];
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    if (spawnSync(python, words, { cwd: scratch }).status !== 0) return undefined;
    times.push((performance.now() - start) / 1000);
  }
  return times.sort((a, b) => a - b)[1];
};

/** Compiled Python pipelines: all of upstream's, one from the command line, a very large one, beside the SDK. */
export const pipelines = (line: Line, scratch: string): void => {
  console.log('Pipelines (IR of the Python SDK to an Argo Workflow)');
  const of = (words: readonly string[], runs = 3): Run =>
    measure(workload, () => words, scratch, { runs, timeoutSeconds: 120 });
  if (existsSync(upstream)) {
    const once = secondsOf(of(['folder', upstream, '1']));
    const warm = (secondsOf(of(['folder', upstream, '6'])) - once) / 5;
    const count = readdirSync(upstream).length;
    line(
      `${count} of upstream’s in one process, warm`,
      milliseconds(warm),
      `budget 400 ms: ${verdict(warm < 0.4)}`,
    );
  } else line('upstream’s pipelines', 'not here', upstream);
  const file = resolve('pipelines/iris/pipeline.yaml');
  const single = measure(cli, () => ['pipeline', 'compile', file], scratch, { runs: 5, timeoutSeconds: 60 });
  const cold = secondsOf(single);
  line('one file, from start to printed', milliseconds(cold), `budget 300 ms: ${verdict(cold < 0.3)}`);
  const [small, large, larger] = ['1', '2000', '4000'].map((count) => of(['tasks', count]));
  if (small !== undefined && large !== undefined && larger !== undefined) {
    const added = secondsOf(large) - secondsOf(small);
    line('2,000 tasks, without start-up', milliseconds(added), `budget 1 s: ${verdict(added < 1)}`);
    const growth = (megabytesOf(larger) - megabytesOf(small)) / (megabytesOf(large) - megabytesOf(small));
    line('memory of 4,000 tasks to that of 2,000', growth.toFixed(2), 'linear: at most 2');
  }
  const sdk = sdkSeconds(scratch);
  if (sdk === undefined)
    line(
      'the Python SDK compiling pipelines/iris',
      'not here',
      'DRYDOCK_BENCH_PYTHON names a Python with kfp',
    );
  else
    line(
      'the Python SDK compiling pipelines/iris',
      milliseconds(sdk),
      `${(sdk / cold).toFixed(1)} times ours`,
    );
};
