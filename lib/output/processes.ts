import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasCode } from './os-error';

/** One process, so described that another one with the same number is not taken for it. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When the kernel started it, in its own units; empty where the operating system does not say. */
  readonly started: string;
}

/** Who we are, and who still lives. */
export interface ProcessTable {
  readonly self: ProcessIdentity;
  /** Whether a process of this host still runs. */
  isRunning(process: ProcessIdentity): boolean;
}

interface KernelRecord {
  readonly state: string;
  readonly started: string;
}

/** State and start time of a process on Linux, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html. */
const kernelRecord = (pid: number): KernelRecord | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined; // not Linux, or no such process
  }
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
};

/** The processes of this host. */
export const hostProcesses = (): ProcessTable => ({
  self: { host: hostname(), pid: process.pid, started: kernelRecord(process.pid)?.started ?? '' },
  isRunning({ pid, started }) {
    if (!exists(pid)) return false;
    const known = kernelRecord(pid);
    if (known === undefined) return true;
    return known.state !== 'Z' && (started === '' || known.started === started);
  },
});
