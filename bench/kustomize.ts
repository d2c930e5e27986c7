import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { measure, runOnce, type Run } from './measure';

const upstream = join(process.env['DRYDOCK_UPSTREAM'] ?? resolve('../shared/upstream'), 'kustomize');
const workload = join(__dirname, 'kustomize-workload.js');
const cli = resolve('bin/drydock.js');

/** How a line of the benchmark is printed. */
export interface Printer {
  readonly line: (name: string, value: string, note?: string) => void;
  readonly shown: (run: Run) => string;
  readonly verdict: (holds: boolean) => string;
}

/** kubectl on the PATH, or the one that `npm run e2e` has built. */
const findKubectl = (): string | undefined => {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'drydock/tools');
  const built = existsSync(cache) ? readdirSync(cache).map((folder) => join(cache, folder)) : [];
  return [...(process.env['PATH'] ?? '').split(delimiter), ...built]
    .map((folder) => join(folder, 'kubectl'))
    .find((path) => existsSync(path));
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const seconds = (run: () => void): number => {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
};

const kubectlSeconds = (kubectl: string, root: string): number =>
  seconds(() => {
    const child = spawnSync(kubectl, ['kustomize', join(upstream, 'tree', root)], { maxBuffer: 1 << 28 });
    if (child.status !== 0) throw new Error(`kubectl kustomize ${root}: ${child.stderr.toString()}`);
  });

const coldRoots = [
  'common/kubeflow-namespace/base',
  'applications/katib/upstream/installs/katib-with-kubeflow',
  'applications/jupyter/notebook-controller/upstream/overlays/kubeflow',
  'common/istio/istio-crds/base',
];

const besideKubectl = (kubectl: string, scratch: string, { line, shown, verdict }: Printer): void => {
  const list = join(upstream, 'roots.txt');
  const roots = readFileSync(list, 'utf8').trim().split('\n');
  const ours = measure(workload, () => ['roots', list, join(upstream, 'tree')], scratch, {
    runs: 3,
    timeoutSeconds: 120,
  });
  const theirs = seconds(() => roots.forEach((root) => kubectlSeconds(kubectl, root)));
  const ratio = ours.kind === 'done' ? theirs / ours.seconds : 0;
  line(
    `all ${roots.length} roots in one process`,
    shown(ours),
    `kubectl ${theirs.toFixed(2)} s, ${ratio.toFixed(1)} times ours (at least 5: ${verdict(ratio >= 5)}; 300 MB: ${verdict(ours.kind === 'done' && ours.megabytes < 300)})`,
  );
  for (const root of coldRoots) {
    const pairs = Array.from({ length: 7 }, () => ({
      ours: runOnce(
        cli,
        ['kustomize', 'build', join(upstream, 'tree', root), '-o', join(scratch, 'out.yaml')],
        scratch,
        60,
      ),
      theirs: kubectlSeconds(kubectl, root),
    }));
    const own = median(pairs.map((pair) => (pair.ours.kind === 'done' ? pair.ours.seconds : Number.NaN)));
    const other = median(pairs.map((pair) => pair.theirs));
    line(
      `cold: ${root.split('/').slice(-3).join('/')}`,
      `${own.toFixed(2)} s`,
      `kubectl ${other.toFixed(2)} s (no slower: ${verdict(own <= other)})`,
    );
  }
};

const growth = (scratch: string, { line, shown, verdict }: Printer): void => {
  const shapes = [
    { name: 'layers', small: 100, large: 200, start: (size: number) => `l${size - 1}` },
    { name: 'patches', small: 2500, large: 5000, start: () => '.' },
  ] as const;
  const empty = measure(workload, () => ['layers', '1', join(scratch, 'one')], scratch, {
    runs: 3,
    timeoutSeconds: 60,
  });
  const startUp = empty.kind === 'done' ? empty.seconds : 0;
  for (const { name, small, large, start } of shapes) {
    const runs = [small, large].map((size) => {
      const folder = join(scratch, `${name}-${size}`);
      runOnce(workload, [name, String(size), folder], scratch, 60);
      return measure(workload, () => ['build', join(folder, start(size))], scratch, {
        runs: 5,
        timeoutSeconds: 120,
      });
    });
    const [half, whole] = runs;
    if (half?.kind !== 'done' || whole?.kind !== 'done') continue;
    const ratio = (whole.seconds - startUp) / (2 * (half.seconds - startUp));
    line(
      name === 'layers' ? `${large} layers` : `${large} objects, ${large / 10} patches`,
      shown(whole),
      `${ratio.toFixed(2)} of proportional to half of it (limit 1.2: ${verdict(ratio <= 1.2)})`,
    );
  }
};

/** Speed and memory of lib/kustomize, beside `kubectl kustomize` where both trees and kubectl are here. */
export const kustomizeBenchmark = (scratch: string, printer: Printer): void => {
  console.log('kustomize: beside kubectl kustomize on the Kubeflow distribution, and growth');
  const kubectl = findKubectl();
  if (kubectl === undefined || !existsSync(upstream)) {
    printer.line(
      'beside kubectl',
      'skipped',
      kubectl === undefined ? 'no kubectl; npm run e2e builds one' : `no ${upstream}`,
    );
  } else {
    besideKubectl(kubectl, scratch, printer);
  }
  growth(scratch, printer);
};
