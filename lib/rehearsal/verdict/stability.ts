import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../../diagnostics';
import { fieldAt, listAt, stringAt } from '../../kubernetes';
import { until } from '../../program';
import { applicationsPath, placesOf, readApplications } from '../play';
import type { Published, Stage } from '../stage';
import { isApplication } from '../stage';
import { describeObject, type TreeObject } from '../tree';
import { nameOf, type Live } from './facts';
import { findingOn } from './finding';
import type { TreeIndex } from './tree-index';

/** Owner of what Argo CD applies. */
const argoCd = 'argocd-controller';

/** What of an object only a change of meaning moves. */
interface Fingerprint {
  readonly uid: string | undefined;
  /** Left out for Applications, whose status counts too. */
  readonly generation: unknown;
  /** For kinds without status only: controllers write the others all the time. */
  readonly resourceVersion: string | undefined;
  /** Fields that Argo CD owns, and when it last changed one. */
  readonly owned: string;
}

const fingerprint = (object: Live): Fingerprint => ({
  uid: stringAt(object, 'metadata', 'uid'),
  generation:
    fieldAt(object, 'kind') === 'Application' ? undefined : fieldAt(object, 'metadata', 'generation'),
  resourceVersion: 'status' in object ? undefined : stringAt(object, 'metadata', 'resourceVersion'),
  owned: JSON.stringify(
    listAt(object, 'metadata', 'managedFields').filter((entry) => stringAt(entry, 'manager') === argoCd),
  ),
});

const isHook = ({ object }: TreeObject): boolean =>
  object.metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined;

type Snapshot = ReadonlyMap<TreeObject, Fingerprint>;

const snapshot = async ({ api, resources }: Stage, index: TreeIndex): Promise<Snapshot> => {
  const found = new Map<TreeObject, Fingerprint>();
  for (const each of index.where((object) => !isHook(object))) {
    const resource = await resources.of(each.object.apiVersion, each.object.kind);
    const live = await (resource === undefined ? undefined : api.find(resource.path(each.object.metadata)));
    if (live !== undefined) found.set(each, fingerprint(live));
  }
  return found;
};

const moves = (before: Fingerprint, after: Fingerprint | undefined): string | undefined => {
  if (after === undefined) return 'it is gone';
  if (before.uid !== after.uid) return 'it was deleted and made anew';
  if (before.generation !== after.generation) {
    return `its generation went from ${String(before.generation)} to ${String(after.generation)}`;
  }
  if (before.resourceVersion !== after.resourceVersion) {
    return `its resourceVersion went from ${String(before.resourceVersion)} to ${String(after.resourceVersion)}`;
  }
  return before.owned === after.owned ? undefined : 'Argo CD wrote its fields again';
};

const syncOperation = {
  operation: { initiatedBy: { username: 'rehearsal' }, sync: { prune: true }, retry: { limit: 1 } },
};

/** A whole sync of every Application, as a person asks for it, waited for to its end. */
const syncAll = async (stage: Stage, published: Published, signal: AbortSignal): Promise<void> => {
  const { namespace } = published.delivery;
  const before = new Map(
    (await stage.api.list(applicationsPath(namespace))).map((each) => [
      nameOf(each),
      stringAt(each, 'status', 'operationState', 'startedAt'),
    ]),
  );
  // Argo CD counts operations in whole seconds.
  await sleep(1100, undefined, { signal });
  for (const { name } of placesOf(published)) {
    await stage.api.patch(`${applicationsPath(namespace)}/${name}`, 'merge', syncOperation);
  }
  await until(
    'every Application is synced once more',
    async () => {
      const all = await stage.api.list(applicationsPath(namespace));
      const done = all.every(
        (each) =>
          fieldAt(each, 'operation') === undefined &&
          stringAt(each, 'status', 'operationState', 'startedAt') !== before.get(nameOf(each)) &&
          stringAt(each, 'status', 'operationState', 'phase') !== 'Running',
      );
      return done ? true : undefined;
    },
    { seconds: 180, signal },
  );
};

/** How stability is looked at. */
export interface StabilityOptions {
  /** Seconds for which nothing may flap afterwards. */
  readonly settle: number;
  readonly signal: AbortSignal;
}

/**
 * What a whole sync moves though nothing has changed, and what flaps afterwards. A sync goes before: the first one that
 * a person asks for after an installation writes the fields of every object once more (seen with Argo CD 3.2).
 */
export const stabilityFindings = async (
  stage: Stage,
  published: Published,
  index: TreeIndex,
  { settle, signal }: StabilityOptions,
): Promise<readonly Diagnostic[]> => {
  await syncAll(stage, published, signal);
  const before = await snapshot(stage, index);
  await syncAll(stage, published, signal);
  const after = await snapshot(stage, index);
  const found = [...before].flatMap(([object, was]) => {
    const moved = moves(was, after.get(object));
    return moved === undefined
      ? []
      : [
          findingOn(object, {
            rule: 'rehearsal/not-stable',
            got: `a second sync of the same commit moves it: ${moved}`,
            want: 'a sync that changes nothing',
            fix: 'leave out the field that is written back, or let the component declare it in ignoreDifferences',
          }),
        ];
  });
  const flapping = new Set<string>();
  const end = performance.now() + settle * 1000;
  while (performance.now() < end) {
    await sleep(500, undefined, { signal });
    for (const { resources } of await readApplications(stage.api, published.delivery.namespace)) {
      for (const { kind, namespace, name, sync } of resources) {
        if (sync === 'OutOfSync')
          flapping.add([kind, namespace, name].filter((part) => part !== '').join('/'));
      }
    }
  }
  const flaps = index
    .where((object) => flapping.has(describeObject(object)) && !(isApplication(object) && flapping.size > 1))
    .map((object) =>
      findingOn(object, {
        rule: 'rehearsal/flapping',
        got: `it went out of sync by itself within ${settle} s`,
        want: 'an object that stays as the tree has it',
        fix: 'leave out the field that is written back, or let the component declare it in ignoreDifferences',
      }),
    );
  return [...found, ...flaps];
};
