import { baselineChecks } from './baseline';
import type { PodSecurityCheck, PodUnderCheck, Violation } from './check';
import { restrictedChecks } from './restricted';

export type { PodUnderCheck, Violation } from './check';

/** A level of the Pod Security Standards. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** The level that a word means; undefined for any other word. */
export const podSecurityLevel = (word: string | undefined): PodSecurityLevel | undefined =>
  word === 'privileged' || word === 'baseline' || word === 'restricted' ? word : undefined;

const checks: Readonly<Record<PodSecurityLevel, readonly PodSecurityCheck[]>> = {
  privileged: [],
  baseline: baselineChecks,
  restricted: restrictedChecks,
};

/** Every field of a pod that a level, in the policy of a Kubernetes minor, does not allow. */
export const violationsOf = (
  level: PodSecurityLevel,
  pod: PodUnderCheck,
  minor: number,
): readonly Violation[] =>
  checks[level].flatMap((check) => (check.since <= minor ? [...check.find(pod, minor)] : []));
