import { fieldAt, stringAt } from '../../kubernetes';
import { until } from '../../program';
import { allObjects, describeObject, type Tree, type TreeObject } from '../tree';
import { driftOf, findingOn } from '../verdict';
import type { FaultSetting, SiteFault } from './fault';

/** Seconds in which self-healing must have put something back; its first tries come at once. */
const seconds = 60;

const healsItself = (tree: Tree): boolean =>
  allObjects(tree).some(
    ({ object }) => fieldAt(object, 'spec', 'syncPolicy', 'automated', 'selfHeal') === true,
  );

/** The object that a hand strikes: a Deployment that users notice, or else any Service or ConfigMap. */
const victimIn = ({ index }: FaultSetting): TreeObject | undefined =>
  ['Deployment', 'Service', 'ConfigMap'].flatMap((kind) =>
    index.where(({ object, component }) => object.kind === kind && component !== 'argocd'),
  )[0];

const impossible = (setting: FaultSetting): string | undefined => {
  if (!healsItself(setting.published.tree)) return 'spec.delivery.selfHeal is off';
  return victimIn(setting) === undefined ? 'the tree has no Deployment, Service or ConfigMap' : undefined;
};

/** Strikes the victim and waits until it is as the tree has it. */
const strike = async (
  setting: FaultSetting,
  verb: string,
  blow: (path: string, uid: string) => Promise<unknown>,
  isHealed: (live: Readonly<Record<string, unknown>>, uid: string) => boolean,
): ReturnType<SiteFault['strike']> => {
  const { stage, signal } = setting;
  const victim = victimIn(setting);
  const resource = victim && (await stage.resources.of(victim.object.apiVersion, victim.object.kind));
  if (victim === undefined || resource === undefined) return { diagnostics: [], note: 'nothing to strike' };
  const path = resource.path(victim.object.metadata);
  const uid = stringAt(await stage.api.get(path), 'metadata', 'uid') ?? '';
  await blow(path, uid);
  const healed = async (): Promise<true | undefined> => {
    const live = await stage.api.find(path);
    return live !== undefined && isHealed(live, uid) ? true : undefined;
  };
  const back = await until('it is put back', healed, { seconds, signal }).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  return {
    note: `${verb} ${describeObject(victim)}`,
    diagnostics:
      back === true
        ? []
        : [
            findingOn(victim, {
              rule: 'rehearsal/fault',
              got: `${verb} by hand, and not put back within ${seconds} s`,
              want: 'self-healing that puts it back',
              fix: 'switch spec.delivery.selfHeal on for it',
            }),
          ],
  };
};

/** Somebody deletes an object. */
export const deletedByHand: SiteFault = {
  title: 'an object is deleted by hand',
  impossible,
  strike: (setting) =>
    strike(
      setting,
      'deleted',
      (path) => setting.stage.api.remove(path, { propagationPolicy: 'Background' }),
      (live, uid) => stringAt(live, 'metadata', 'uid') !== uid,
    ),
};

/** Somebody edits an object that the tree owns. */
export const editedByHand: SiteFault = {
  title: 'an object is edited by hand',
  impossible,
  strike: (setting) => {
    const victim = victimIn(setting);
    const [name = 'app.kubernetes.io/managed-by'] = Object.keys(victim?.object.metadata.labels ?? {});
    return strike(
      setting,
      'edited',
      (path) => setting.stage.api.patch(path, 'merge', { metadata: { labels: { [name]: 'by-hand' } } }),
      (live) =>
        victim !== undefined &&
        !driftOf(victim.object, live).some(({ path }) => path.includes('metadata.labels')),
    );
  },
};
