import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { kustomizeBenchmark } from './kustomize';
import { measure, type Run } from './measure';
import { pipelines } from './pipelines';
import { canRehearse, measureRehearsal, thousandObjects } from './rehearsal';
import { compileTimes } from './typescript-pipelines';

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
  const output = (run: number | string): string => join(scratch, `reference-${run}`);
  console.log('Reference platform (platforms/onprem.yaml)');
  const synth = (run: number | string): readonly string[] => ['synth', 'onprem', '-o', output(run)];
  const cold = measure(cli, synth, scratch, { runs: 7, timeoutSeconds: 60 });
  const held = cold.kind === 'done' && cold.seconds < 1 && cold.megabytes < 250;
  line('cold start to written tree', shown(cold), `budget 1 s, 250 MB: ${verdict(held)}`);
  const same = measure(cli, () => synth(0), scratch, { runs: 7, timeoutSeconds: 60 });
  line('no change', shown(same), `budget 0.6 s: ${verdict(same.kind === 'done' && same.seconds < 0.6)}`);
};

let trees = 0;

/** A folder that no run has used. */
const freshTree = (): string => {
  trees += 1;
  return join(scratch, `tree-${trees}`);
};

type Links = 'chain' | 'free';

const workloadOf =
  (tool: 'drydock' | 'cdk8s', runs: number, timeoutSeconds: number) =>
  (charts: number, objects: number, links: Links): Run =>
    measure(workload, () => [tool, String(charts), String(objects), links, freshTree()], scratch, {
      runs,
      timeoutSeconds,
    });

const drydock = workloadOf('drydock', 3, 120);
const cdk8s = workloadOf('cdk8s', 3, 60);

const growth = (): void => {
  console.log(
    'Growth: compose, render, check, write (each further object against the cost of the objects before it)',
  );
  const empty = drydock(1, 1, 'free');
  line('1 object (start-up)', shown(empty));
  const sizes = [
    { name: '1,000 objects in 20 charts', charts: 20, each: 50, chain: 'free' },
    { name: '10,000 objects in 200 charts', charts: 200, each: 50, chain: 'free' },
    { name: '10,000 objects in a chain of 200 charts', charts: 200, each: 50, chain: 'chain' },
    { name: '50,000 objects in 1,000 charts', charts: 1000, each: 50, chain: 'free' },
  ] as const;
  const start = empty.kind === 'done' ? empty.seconds : 0;
  let base: number | undefined;
  for (const { name, charts, each, chain } of sizes) {
    const run = drydock(charts, each, chain);
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
  console.log(
    'Beside cdk8s App.synth (FOLDER_PER_CHART_FILE_PER_RESOURCE) on the same tree; ours also applies every rule and derives waves',
  );
  const shapes = [
    { name: '100 charts of 10 objects', charts: 100, each: 10, chain: 'free' },
    { name: '800 charts of 5 objects', charts: 800, each: 5, chain: 'free' },
    { name: 'a chain of 7 charts of 10 objects', charts: 7, each: 10, chain: 'chain' },
    { name: 'a chain of 200 charts of 50 objects', charts: 200, each: 50, chain: 'chain' },
  ] as const;
  for (const { name, charts, each, chain } of shapes) {
    const ours = drydock(charts, each, chain);
    const theirs = cdk8s(charts, each, chain);
    const ratio =
      ours.kind === 'done' && theirs.kind === 'done'
        ? `${(theirs.seconds / ours.seconds).toFixed(1)} times ours`
        : '';
    line(name, `${shown(ours)}`, `cdk8s ${shown(theirs)} ${ratio}`);
  }
};

const typescriptPipelines = (): void => {
  console.log('Pipelines in TypeScript (lib/workflow), construction and compilation in one warm process');
  const { times, growth: ratio } = compileTimes();
  for (const { name, milliseconds, budget } of times) {
    const note = budget === undefined ? '' : `budget ${budget} ms: ${verdict(milliseconds < budget)}`;
    line(name, `${milliseconds.toFixed(0)} ms`, note);
  }
  line('4,000 steps', '', `${ratio.toFixed(2)} of proportional (limit 1.2: ${verdict(ratio <= 1.2)})`);
};

const rehearsals = async (): Promise<void> => {
  console.log('Rehearsals: from the command to the verdict, all programs of this machine together');
  if (!(await canRehearse())) {
    line('skipped', 'see: drydock rehearse --tools');
    return;
  }
  const thousand = join(scratch, 'thousand.yaml');
  thousandObjects(thousand);
  const cases = [
    { name: 'reference platform', platform: 'onprem', minutes: 3 },
    { name: '1,000 objects', platform: thousand, minutes: 6 },
  ];
  for (const { name, platform, minutes } of cases) {
    const run = await measureRehearsal(cli, platform, scratch);
    if (run.kind === 'failed') {
      line(name, run.why);
      continue;
    }
    const { seconds, megabytes, ownSeconds } = run;
    line(
      name,
      `${seconds.toFixed(0)} s  ${megabytes.toFixed(0)} MB`,
      `budget ${minutes} min, 3 GB: ${verdict(seconds < minutes * 60 && megabytes < 3000)}; Drydock's own ${ownSeconds.toFixed(1)} s of processor, budget 2 s: ${verdict(ownSeconds < 2)}`,
    );
  }
};

const main = async (): Promise<void> => {
  console.log(`Drydock benchmark: ${usageCost}`);
  try {
    reference();
    growth();
    comparison();
    kustomizeBenchmark(scratch, { line, shown, verdict });
    pipelines(line, scratch);
    typescriptPipelines();
    await rehearsals();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

void main();
