import type { PipelineVolume } from '../author';
import { partsOf } from '../author';
import type { DagUnit, LeafUnit, Problems, Unit, Units } from '../compile';

const claimKey = (volume: PipelineVolume): string | undefined =>
  volume.source.kind === 'claim' ? String(volume.source.claim) : undefined;

const pathOf = (unit: Unit): Unit[] => {
  const path: Unit[] = [];
  for (let each: Unit | undefined = unit; each !== undefined; each = each.parent) path.unshift(each);
  return path;
};

/** The two tasks, in the innermost DAG that holds both units, that stand for them there. */
const siblings = (a: Unit, b: Unit): readonly [Unit, Unit] | undefined => {
  const first = pathOf(a);
  const second = pathOf(b);
  const index = first.findIndex((unit, position) => unit !== second[position]);
  const [left, right] = [first[index], second[index]];
  return left === undefined || right === undefined ? undefined : [left, right];
};

/** Whether two branches can never both run: one has the test that the other negates. */
const excludeEachOther = (a: Unit, b: Unit): boolean => {
  if (a.kind !== 'dag' || b.kind !== 'dag' || a.entry.kind !== 'branch' || b.entry.kind !== 'branch')
    return false;
  const negates = (test: typeof a.entry.test, other: typeof a.entry.test): boolean =>
    test.kind === 'not' && test.test === other;
  return negates(a.entry.test, b.entry.test) || negates(b.entry.test, a.entry.test);
};

class Order {
  private readonly known = new Map<Unit, ReadonlySet<Unit>>();

  /** Tasks of the same DAG that are over before `unit` starts. */
  private before(unit: Unit): ReadonlySet<Unit> {
    const known = this.known.get(unit);
    if (known !== undefined) return known;
    const seen = new Set<Unit>();
    const queue = [...unit.dependencies];
    for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      queue.push(...each.dependencies);
    }
    this.known.set(unit, seen);
    return seen;
  }

  /** Whether `a` is over before `b` starts. */
  isBefore(a: Unit, b: Unit): boolean {
    const pair = siblings(a, b);
    return pair !== undefined && this.before(pair[1]).has(pair[0]);
  }

  /** Whether one of the two is over before the other starts. */
  decides(a: Unit, b: Unit): boolean {
    const pair = siblings(a, b);
    if (pair === undefined) return true;
    const [left, right] = pair;
    return this.before(left).has(right) || this.before(right).has(left) || excludeEachOther(left, right);
  }
}

/** The innermost loop around both units whose iterations run together and share the claim. */
const sharedLoop = (a: Unit, b: Unit, maker: Unit | undefined): DagUnit | undefined => {
  const others = new Set(pathOf(b));
  const makers = new Set(maker === undefined ? [] : pathOf(maker));
  return pathOf(a)
    .reverse()
    .find(
      (unit): unit is DagUnit =>
        unit.kind === 'dag' &&
        unit.entry.kind === 'loop' &&
        unit.entry.loop.parallelism !== 1 &&
        others.has(unit) &&
        !makers.has(unit),
    );
};

const makerOf = (claim: string, units: Units): LeafUnit | undefined => {
  const [target] = partsOf(claim);
  return typeof target === 'object' && target.kind === 'output' ? units.leafAt(target.step) : undefined;
};

interface Writer {
  readonly leaf: LeafUnit;
  readonly path: string;
}

/** Steps that may write to each claim. */
const writersOf = (units: Units): ReadonlyMap<string, readonly Writer[]> => {
  const writers = new Map<string, Writer[]>();
  for (const leaf of units.all) {
    if (leaf.kind !== 'leaf') continue;
    for (const { volume, path } of leaf.step.mounts) {
      const claim = claimKey(volume);
      if (claim === undefined || (volume.source.kind === 'claim' && volume.source.readOnly)) continue;
      const list = writers.get(claim) ?? [];
      list.push({ leaf, path });
      writers.set(claim, list);
    }
  }
  return writers;
};

/** Snapshots that may be taken while a step writes to the volume: nobody could say what is in them. */
export const checkSnapshotRaces = (units: Units, problems: Problems): void => {
  const writers = writersOf(units);
  const order = new Order();
  for (const snapshot of units.all) {
    if (snapshot.kind !== 'leaf') continue;
    const volume = snapshot.step.snapshotOf;
    const claim = volume === undefined ? undefined : claimKey(volume);
    if (volume === undefined || claim === undefined) continue;
    const racing = (writers.get(claim) ?? [])
      .map((writer) => ({ ...writer, loop: sharedLoop(snapshot, writer.leaf, makerOf(claim, units)) }))
      .filter(({ leaf, loop }) => loop !== undefined || !order.decides(snapshot, leaf));
    for (const { leaf, path, loop } of racing) {
      // the next writer is the mistake; what comes after it follows from that
      if (racing.some((other) => order.isBefore(other.leaf, leaf))) continue;
      const name = leaf.step.label;
      problems.add(snapshot, 'volume', {
        rule: 'workflow/snapshot-race',
        got:
          loop === undefined
            ? `nothing says whether ${name} writes to volume ${volume.name} before or after this snapshot`
            : `${name} of another iteration of ${loop.node.node.id} may write to volume ${volume.name} during this snapshot`,
        want: 'a snapshot that nobody writes into',
        fix:
          loop === undefined
            ? `mount the volume in ${name} as volume.after(<this snapshot>) at ${path}, as asReadOnly(), or mount a volume made from the snapshot`
            : 'make the volume inside the loop, or set parallelism: 1',
      });
    }
  }
};
