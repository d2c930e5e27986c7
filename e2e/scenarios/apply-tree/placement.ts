import { listAt, stringAt } from '../../../lib/kubernetes';
import { whyUnhealthy, type ControlPlane } from '../../../lib/control-plane';
import { warningEvents } from './live';

/** `namespace/name` of an item of a list, where the kind is not repeated. */
const itemName = (item: unknown): string =>
  `${stringAt(item, 'metadata', 'namespace') ?? ''}/${stringAt(item, 'metadata', 'name') ?? ''}`;

const whyUnscheduled = (pod: unknown): string =>
  listAt(pod, 'status', 'conditions')
    .filter((condition) => stringAt(condition, 'type') === 'PodScheduled')
    .map((condition) => stringAt(condition, 'message') ?? '')
    .join(' ');

/** Pods that are on no declared node, or on one but not running. */
export const misplacedPods = async (
  controlPlane: ControlPlane,
  nodes: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const pods = await controlPlane.api.list('/api/v1/pods');
  return pods.flatMap((pod) => {
    const node = stringAt(pod, 'spec', 'nodeName');
    if (node === undefined) return [`pod ${itemName(pod)} is not scheduled: ${whyUnscheduled(pod)}`];
    if (!nodes.has(node)) return [`pod ${itemName(pod)} is on ${node}, which nobody has declared`];
    const sick = whyUnhealthy({ ...pod, kind: 'Pod' });
    return sick === undefined ? [] : [`pod ${itemName(pod)} ${sick}`];
  });
};

/** Claims that are not bound, with what the provisioner said of them. */
export const unboundClaims = async (controlPlane: ControlPlane): Promise<readonly string[]> => {
  const claims = await controlPlane.api.list('/api/v1/persistentvolumeclaims');
  const unbound = claims.filter((claim) => stringAt(claim, 'status', 'phase') !== 'Bound');
  if (unbound.length === 0) return [];
  const namespaces = new Set(unbound.map((claim) => stringAt(claim, 'metadata', 'namespace') ?? ''));
  return [
    ...unbound.map(
      (claim) => `claim ${itemName(claim)} is ${stringAt(claim, 'status', 'phase') ?? 'unknown'}`,
    ),
    ...(await warningEvents(controlPlane, namespaces)),
  ];
};
