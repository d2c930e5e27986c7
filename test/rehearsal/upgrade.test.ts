import type { Act } from '../../lib/rehearsal/play';
import { changesBetween, lostData, type Snapshot, type UsersData } from '../../lib/rehearsal/upgrade';
import { indexTree } from '../../lib/rehearsal/verdict';
import { counts, waive } from '../../lib/rehearsal/waivers';
import { sketch, sketchedTree } from './support/written-tree';

const claim = { kind: 'PersistentVolumeClaim', namespace: 'serving', name: 'data', uid: 'u1', content: '' };
const volume = { kind: 'PersistentVolume', namespace: '', name: 'pvc-1', uid: 'u2', content: 'words' };

const data = (...held: readonly (typeof claim)[]): UsersData =>
  new Map(
    held.map((each) => [
      [each.kind, each.namespace, each.name].filter((part) => part !== '').join('/'),
      each,
    ]),
  );

const tree = sketchedTree([{ component: 'serving', object: sketch('v1', 'PersistentVolumeClaim', 'data') }]);
const index = indexTree(tree);

describe("users' data", () => {
  it('is kept when every object is the same', () => {
    expect(lostData(data(claim, volume), data(claim, volume), index)).toEqual([]);
  });

  it.each([
    ['a claim that is gone', data(volume), 'PersistentVolumeClaim/serving/data', /gone/],
    [
      'a claim that was made anew',
      data({ ...claim, uid: 'u9' }, volume),
      'PersistentVolumeClaim/serving/data',
      /made anew/,
    ],
    [
      'a volume with another content',
      data(claim, { ...volume, content: '' }),
      'PersistentVolume/pvc-1',
      /does not hold/,
    ],
  ])('is lost with %s', (_, after, object, words) => {
    const [found] = lostData(data(claim, volume), after, index);
    expect(found?.rule).toBe('rehearsal/users-data');
    expect(found?.where).toMatchObject({ object });
    expect(found?.got).toMatch(words);
  });

  it('may be lost where the platform file acknowledges it, for that object only', () => {
    const found = lostData(data(claim, volume), data(), index);
    const waived = waive(found, [
      { rule: 'rehearsal/users-data', object: 'PersistentVolumeClaim/serving/data', reason: 'moved by hand' },
    ]);
    expect(waived.map(counts)).toEqual([false, true]);
  });

  it('does not miss an object that is new', () => {
    expect(lostData(data(claim), data(claim, volume), index)).toEqual([]);
  });
});

describe('what an upgrade has done', () => {
  const snapshot = (
    objects: Readonly<Record<string, readonly [string, string]>>,
    pods: Readonly<Record<string, readonly string[]>> = {},
  ): Snapshot => ({
    objects: new Map(Object.entries(objects).map(([name, [uid, meaning]]) => [name, { uid, meaning }])),
    pods: new Map(Object.entries(pods).map(([name, uids]) => [name, new Set(uids)])),
  });
  const act: Act = { title: 'upgrade', ending: 'settled', seconds: 1, applications: [], states: [] };

  it('is told object by object', () => {
    const changes = changesBetween(
      snapshot(
        { 'A/a': ['1', 'x'], 'A/b': ['2', 'x'], 'A/c': ['3', 'x'], 'A/d': ['4', 'x'], 'A/e': ['5', 'x'] },
        { 'Deployment/s/a': ['p1', 'p2'], 'Deployment/s/b': ['p3'] },
      ),
      snapshot(
        { 'A/a': ['1', 'x'], 'A/b': ['2', 'y'], 'A/c': ['9', 'x'], 'A/e': ['5', 'x'], 'A/f': ['6', 'x'] },
        { 'Deployment/s/a': ['p1', 'p9'], 'Deployment/s/b': ['p3'] },
      ),
      sketchedTree([
        { component: 'serving', object: sketch('v1', 'A', 'a', {}, undefined) },
        { component: 'serving', object: sketch('v1', 'A', 'b', {}, undefined) },
        { component: 'serving', object: sketch('v1', 'A', 'c', {}, undefined) },
        { component: 'serving', object: sketch('v1', 'A', 'f', {}, undefined) },
      ]),
      act,
    );
    expect(changes).toEqual({
      created: ['A/f'],
      changed: ['A/b'],
      replaced: ['A/c'],
      pruned: ['A/d'],
      kept: expect.arrayContaining(['A/e']),
      restarted: ['Deployment/s/a'],
      refused: [],
    });
  });
});
