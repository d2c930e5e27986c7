import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../../diagnostics';
import { fieldAt, listAt, stringAt } from '../../kubernetes';
import { findingOn, findingOnLive, nameOf, namespaceOf, ownerOf, type Live } from '../verdict';
import type { FaultSetting, SiteFault } from './fault';

/** Seconds that a drain may take; what a budget holds back for longer is left where it is, as an operator would. */
const seconds = 25;

const isEvictable = (pod: Live, node: string): boolean =>
  stringAt(pod, 'spec', 'nodeName') === node &&
  ownerOf(pod)?.kind !== 'DaemonSet' &&
  stringAt(pod, 'status', 'phase') === 'Running';

/** The worker with most pods. */
const busiestNode = async ({ stage }: FaultSetting): Promise<string | undefined> => {
  const counts = new Map<string, number>();
  for (const pod of await stage.api.list('/api/v1/pods')) {
    const node = stringAt(pod, 'spec', 'nodeName');
    if (node !== undefined && isEvictable(pod, node)) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
};

const broken = (budget: Live): boolean => {
  const current = fieldAt(budget, 'status', 'currentHealthy');
  const desired = fieldAt(budget, 'status', 'desiredHealthy');
  return typeof current === 'number' && typeof desired === 'number' && current < desired;
};

const findingsOn = ({ index }: FaultSetting, budgets: ReadonlyMap<string, Live>): readonly Diagnostic[] =>
  [...budgets.values()].map((budget) => {
    const fault = {
      rule: 'rehearsal/fault',
      got: 'fewer healthy pods than the budget allows while a node was drained',
      want: 'a budget that holds through a drain',
      fix: 'run more replicas on more nodes',
    };
    const object = index.find('PodDisruptionBudget', namespaceOf(budget), nameOf(budget));
    return object === undefined
      ? findingOnLive(`PodDisruptionBudget/${namespaceOf(budget)}/${nameOf(budget)}`, fault)
      : findingOn(object, fault);
  });

/** A node is emptied for maintenance, as `kubectl drain` does it, and comes back. */
export const nodeDrain: SiteFault = {
  title: 'a node drains',
  impossible: () => undefined,
  strike: async (setting) => {
    const { stage, signal } = setting;
    const { api } = stage;
    const node = await busiestNode(setting);
    if (node === undefined) return { diagnostics: [], note: 'no node has a pod' };
    const cordon = (unschedulable: boolean) =>
      api.patch(`/api/v1/nodes/${node}`, 'merge', { spec: { unschedulable } });
    await cordon(true);
    const hurt = new Map<string, Live>();
    const evicted = new Set<string>();
    let held = 0;
    try {
      const end = performance.now() + seconds * 1000;
      for (;;) {
        const pods = (await api.list('/api/v1/pods')).filter((pod) => isEvictable(pod, node));
        if (pods.length === 0 || performance.now() > end) {
          held = pods.length;
          break;
        }
        for (const pod of pods) {
          const path = `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}`;
          const { status } = await api.create(`${path}/eviction`, {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name: nameOf(pod), namespace: namespaceOf(pod) },
          });
          if (status < 300) evicted.add(path);
        }
        for (const budget of await api.list('/apis/policy/v1/poddisruptionbudgets')) {
          // A budget of pods that only this node can take cannot hold; evictions then wait, and that is its purpose.
          const conditions = listAt(budget, 'status', 'conditions');
          if (broken(budget) && conditions.length > 0)
            hurt.set(`${namespaceOf(budget)}/${nameOf(budget)}`, budget);
        }
        await sleep(300, undefined, { signal });
      }
    } finally {
      await cordon(false);
    }
    return {
      diagnostics: findingsOn(setting, hurt),
      note: `drained ${node}: ${evicted.size} pods evicted${held === 0 ? '' : `, ${held} held back by their budgets`}`,
    };
  },
};
