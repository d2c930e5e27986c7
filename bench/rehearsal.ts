import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms } from '../lib/rehearsal';

/** What one rehearsal took. */
export interface RehearsalCost {
  /** From the command to its verdict. */
  readonly seconds: number;
  /** Processor time of Drydock itself, without the programs that it starts. */
  readonly ownSeconds: number;
  /** Most memory that it and all that it started had at one moment. */
  readonly megabytes: number;
}

/** Why there is no figure. */
export type MeasuredRehearsal =
  ({ readonly kind: 'done' } & RehearsalCost) | { readonly kind: 'failed'; readonly why: string };

/** Resident memory of every process that works in a folder. */
const memoryIn = (folder: string): number => {
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const belongs = ['cmdline', 'environ'].some((file) =>
        readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(folder),
      );
      if (belongs)
        kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
};

/** A site of 140 models on two large nodes: a thousand objects. */
export const thousandObjects = (file: string): void => {
  const models = Array.from(
    { length: 140 },
    (_, index) => `    - name: model-${index}
      runtime: {kind: flask, app: "app:app"}
      image: {name: registry.example.internal/models/m${index}, tag: 1.0.0}
      source: {kind: image, path: /models/m.pkl}
      resources: {requests: {cpu: 100m, memory: 128Mi}}
      scaling: {kind: autoscaling, min: 2, max: 3}
`,
  );
  writeFileSync(
    file,
    `apiVersion: drydock.dev/v1
kind: Platform
metadata: {name: thousand}
spec:
  kubernetes: {version: "1.34", distribution: managed}
  delivery: {repoURL: "https://git.example.internal/thousand.git", argoCD: {version: "3.2"}}
  nodes:
  - {name: node-1, role: worker, address: 192.0.2.31, capacity: {cpu: 256, memory: 1Ti, pods: 1000}}
  - {name: node-2, role: worker, address: 192.0.2.32, capacity: {cpu: 256, memory: 1Ti, pods: 1000}}
  storage: {classes: [{name: local, kind: hostpath, default: true}]}
  serving:
    models:
${models.join('')}`,
  );
};

/** Whether rehearsals can be played on this machine. */
export const canRehearse = async (): Promise<boolean> => (await findPrograms()).every(({ fits }) => fits);

/** Plays one rehearsal as a whole process. */
export const measureRehearsal = async (
  cli: string,
  platform: string,
  scratch: string,
): Promise<MeasuredRehearsal> => {
  const folder = join(scratch, 'rehearsal');
  mkdirSync(folder, { recursive: true });
  const usage = join(scratch, 'rehearsal-usage.json');
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ['--require', join(__dirname, 'usage.js'), cli, 'rehearse', platform, '--json'],
    {
      env: { ...process.env, TMPDIR: folder, DRYDOCK_BENCH_USAGE: usage },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  let megabytes = 0;
  const sampler = setInterval(() => (megabytes = Math.max(megabytes, memoryIn(folder))), 1000);
  const [code] = await once(child, 'close');
  clearInterval(sampler);
  if (code !== 0) return { kind: 'failed', why: `exit code ${String(code)}: ${said.slice(0, 300)}` };
  const own: unknown = JSON.parse(readFileSync(usage, 'utf8'));
  const microseconds = ['userCPUTime', 'systemCPUTime'].map((field) =>
    Number(Reflect.get(Object(own), field)),
  );
  return {
    kind: 'done',
    seconds: (performance.now() - start) / 1000,
    ownSeconds: microseconds.reduce((sum, each) => sum + each, 0) / 1e6,
    megabytes,
  };
};
