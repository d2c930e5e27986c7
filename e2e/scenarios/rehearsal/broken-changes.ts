import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unmet } from '../../scenario';
import type { Rehearsed } from './command';

/** A change to a written tree that no check of files finds wanting, and what must be said of it. */
export interface BrokenChange {
  readonly name: string;
  /** File of the tree that is changed. */
  readonly path: string;
  readonly change: (text: string) => string;
  /** Sync wave of the file afterwards, where the change moves it. */
  readonly wave?: number;
  /** Whether the tree is first there as it was. */
  readonly upgrade: boolean;
  readonly rule: string;
  readonly object: string;
  /** Words of the cluster that the report must have. */
  readonly words: RegExp;
}

/** A change that changes nothing would prove nothing. */
const replaced = (text: string, what: string | RegExp, by: string): string => {
  const changed = text.replace(what, by);
  if (changed === text) throw new Error(`there is no ${String(what)} to change`);
  return changed;
};

/** The four that the real Argo CD must find. */
export const brokenChanges: readonly BrokenChange[] = [
  {
    name: 'an immutable field',
    path: 'openebs/StorageClass-fast.yaml',
    change: (text) => replaced(text, 'volgroup: vg-data', 'volgroup: vg-other'),
    upgrade: true,
    rule: 'rehearsal/refused',
    object: 'StorageClass/fast',
    words: /updates to parameters are forbidden/,
  },
  {
    name: 'a wave dead-lock',
    path: 'serving/PersistentVolumeClaim-words-model.yaml',
    change: (text) => replaced(text, /sync-wave: "\d+"/, 'sync-wave: "-5"'),
    wave: -5,
    upgrade: false,
    rule: 'rehearsal/dead-lock',
    object: 'PersistentVolumeClaim/serving/words-model',
    words: /waits for Deployment\/serving\/words/,
  },
  {
    name: 'a request larger than any node',
    path: 'serving/Deployment-words.yaml',
    change: (text) => replaced(text, 'cpu: 250m', 'cpu: "250"'),
    upgrade: false,
    rule: 'rehearsal/unschedulable',
    object: 'Deployment/serving/words',
    words: /Insufficient cpu/,
  },
  {
    name: 'a field that a controller rewrites',
    path: 'serving/Deployment-words.yaml',
    change: (text) =>
      replaced(text, /^ {2}annotations:\n/m, '  annotations:\n    deployment.kubernetes.io/revision: "77"\n'),
    upgrade: false,
    rule: 'rehearsal/drift',
    object: 'Deployment/serving/words',
    words: /revision\] is "1", not "77"; written by kube-controller-manager/,
  },
];

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Copies a tree and breaks the copy; its record is kept true, for a broken record would be found before Argo CD is asked. */
export const breakTree = (tree: string, copy: string, { path, change, wave }: BrokenChange): void => {
  cpSync(tree, copy, { recursive: true });
  const text = readFileSync(join(copy, path), 'utf8');
  const changed = change(text);
  writeFileSync(join(copy, path), changed);
  const recordPath = join(copy, 'release.json');
  const record = readFileSync(recordPath, 'utf8').replace(digest(text), digest(changed));
  const line = new RegExp(`("${path.replace('.', '\\.')}".*"wave": )-?\\d+`);
  writeFileSync(recordPath, wave === undefined ? record : record.replace(line, `$1${wave}`));
};

/** `Unmet` where a broken change was not found, or for another reason than the right one. */
export const mustFailFor = ({ rule, object, words }: BrokenChange, { code, report }: Rehearsed): void => {
  const found = report.diagnostics.map((each) => `${each.rule} ${each.where.object ?? ''}: ${each.got}`);
  const right = report.diagnostics.filter(
    (each) => each.rule === rule && each.where.object === object && words.test(each.got),
  );
  const others = report.diagnostics.filter((each) => !right.includes(each));
  if (code !== 1 || right.length !== 1 || others.length > 0) {
    throw new Unmet(
      [`exit code ${code}; wanted only ${rule} ${object}: ${String(words)}`, ...found].join('\n'),
    );
  }
};
