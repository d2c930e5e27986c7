import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../lib/program';
import { Unmet, type Setting } from '../../scenario';

/** Processes whose command line or environment names a folder. */
const processesOf = (folder: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return command.includes(folder) || environment.includes(folder)
          ? [`${pid} ${command.slice(0, 120)}`]
          : [];
      } catch {
        return [];
      }
    });

/** Moments at which somebody loses patience, by a line that the rehearsal has just printed. */
export const moments: readonly (readonly [string, RegExp])[] = [
  ['while the control plane starts', /^control plane with/m],
  ['while Argo CD starts', /^Argo CD/m],
  ['in the middle of the play', /Synced, Healthy/m],
];

/** Ctrl-C at a moment: exit code 130, no process and no folder left. */
export const interruptAt = async (setting: Setting, tree: string, moment: RegExp): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-interrupt-'));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  try {
    const child = spawn(
      process.execPath,
      [join(setting.root, 'bin/drydock.js'), 'rehearse', '--tree', tree],
      {
        cwd: setting.root,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    const ended = once(child, 'exit');
    await until('the moment has come', () => Promise.resolve(moment.test(said) ? true : undefined), {
      seconds: 90,
      signal: setting.signal,
      missing: () => said.slice(-500),
    });
    child.kill('SIGINT');
    const [code] = await ended;
    const left = [...readdirSync(temporary).map((name) => `folder ${name}`), ...processesOf(temporary)];
    if (code !== 130 || left.length > 0) {
      throw new Unmet([`exit code ${String(code)}`, ...left, said.slice(-500)].join('\n'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
