import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measure, type Run } from './measure';

const scratch = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const cli = resolve('bin/drydock.js');
const workload = join(__dirname, 'workload.js');
const usageCost = 'every figure is a whole process, median of its runs';

const shown = (run: Run): string =>
  run.kind === 'done' ? `${run.seconds.toFixed(2)} s  ${run.megabytes.toFixed(0)} MB` : run.why;

const line = (name: string, value: string, note = ''): void => {
  console.log(`  ${name.padEnd(46)}${value.padEnd(20)}${note}`.trimEnd());
};

const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');

const reference = (): void => {
  const output = join(scratch, 'reference');
  console.log('Reference platform (platforms/onprem.yaml)');
  const cold = measure(cli, ['synth', 'onprem', '-o', output], scratch, {
    runs: 5,
    timeoutSeconds: 60,
    fresh: output,
  });
  const held = cold.kind === 'done' && cold.seconds < 1 && cold.megabytes < 250;
  line('cold start to written tree', shown(cold), `budget 1 s, 250 MB: ${verdict(held)}`);
  const same = measure(cli, ['synth', 'onprem', '-o', output], scratch, { runs: 5, timeoutSeconds: 60 });
  line('no change', shown(same), `budget 0.6 s: ${verdict(same.kind === 'done' && same.seconds < 0.6)}`);
};

const drydock = (charts: number, objects: number, chain: 'chain' | 'free', runs: number): Run => {
  const folder = join(scratch, 'tree');
  return measure(workload, ['drydock', String(charts), String(objects), chain, folder], scratch, {
    runs,
    timeoutSeconds: 120,
    fresh: folder,
  });
};

const cdk8s = (charts: number, objects: number, chain: 'chain' | 'free'): Run => {
  const folder = join(scratch, 'cdk8s');
  return measure(workload, ['cdk8s', String(charts), String(objects), chain, folder], scratch, {
    runs: 3,
    timeoutSeconds: 60,
    fresh: folder,
  });
};

const growth = (): void => {
  console.log(
    'Growth: compose, render, check, write (each further object against the cost of the objects before it)',
  );
  const empty = drydock(1, 1, 'free', 5);
  line('1 object (start-up)', shown(empty));
  const sizes = [
    { name: '1,000 objects in 20 charts', charts: 20, each: 50, chain: 'free', runs: 5 },
    { name: '10,000 objects in 200 charts', charts: 200, each: 50, chain: 'free', runs: 3 },
    { name: '10,000 objects in a chain of 200 charts', charts: 200, each: 50, chain: 'chain', runs: 3 },
    { name: '50,000 objects in 1,000 charts', charts: 1000, each: 50, chain: 'free', runs: 3 },
  ] as const;
  const start = empty.kind === 'done' ? empty.seconds : 0;
  let base: number | undefined;
  for (const { name, charts, each, chain, runs } of sizes) {
    const run = drydock(charts, each, chain, runs);
    const perObject = run.kind === 'done' ? ((run.seconds - start) / (charts * each)) * 1e6 : Number.NaN;
    base ??= perObject;
    const ratio = perObject / base;
    line(
      name,
      shown(run),
      `${perObject.toFixed(0)} us per object, ${ratio.toFixed(2)} of proportional (limit 1.2: ${verdict(ratio <= 1.2)})`,
    );
    if (charts === 200 && chain === 'free') {
      line('', '', `budget 2.5 s for 10,000 objects: ${verdict(run.kind === 'done' && run.seconds < 2.5)}`);
    }
  }
};

const comparison = (): void => {
  console.log('Beside cdk8s App.synth (FOLDER_PER_CHART_FILE_PER_RESOURCE) on the same tree');
  const shapes = [
    { name: '100 charts of 10 objects', charts: 100, each: 10, chain: 'free' },
    { name: '800 charts of 5 objects', charts: 800, each: 5, chain: 'free' },
    { name: 'a chain of 7 charts of 10 objects', charts: 7, each: 10, chain: 'chain' },
    { name: 'a chain of 200 charts of 50 objects', charts: 200, each: 50, chain: 'chain' },
  ] as const;
  for (const { name, charts, each, chain } of shapes) {
    const ours = drydock(charts, each, chain, 3);
    const theirs = cdk8s(charts, each, chain);
    const ratio =
      ours.kind === 'done' && theirs.kind === 'done'
        ? `${(theirs.seconds / ours.seconds).toFixed(1)} times ours`
        : '';
    line(name, `${shown(ours)}`, `cdk8s ${shown(theirs)} ${ratio}`);
  }
};

console.log(`Drydock benchmark: ${usageCost}`);
try {
  reference();
  growth();
  comparison();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
