import { closest, distance } from 'fastest-levenshtein';
import { describeKey, type ObjectKey } from '../../../kubernetes';
import type { PolicyContext, Reference } from '../../context';
import type { Finding, Rule } from '../../rule';

/** Group and kind in one word, as in `apps/Deployment`; the core group is empty. */
export const typeOf = ({ group, kind }: ObjectKey): string => `${group}/${kind}`;

/** Enough candidates to find a slip of the pen; a release with thousands of one kind is not searched through. */
const candidateLimit = 500;

/** The likeliest thing that a dangling name was meant to be. */
const suggestion = ({ objects }: PolicyContext, to: ObjectKey): string | undefined => {
  const [namesake] = objects.namesakes(to);
  if (namesake !== undefined) return `${describeKey(namesake.key)} is in another namespace`;
  const names = objects
    .ofKind(typeOf(to))
    .slice(0, candidateLimit)
    .flatMap(({ key }) => (key.namespace === to.namespace ? [key.name] : []));
  if (names.length === 0) return undefined;
  const nearest = closest(to.name, names);
  return distance(nearest, to.name) <= Math.max(2, to.name.length / 3)
    ? `did you mean ${nearest}?`
    : undefined;
};

/** ` in namespace x`, for kinds that have one. */
const inNamespace = ({ namespace }: ObjectKey): string =>
  namespace === '' ? '' : ` in namespace ${namespace}`;

/** The finding for a reference that leads nowhere, with the likeliest thing that was meant. */
export const dangling = (context: PolicyContext, { from, path, to }: Reference, fix: string): Finding => {
  const hint = suggestion(context, to);
  return {
    manifest: from,
    path,
    got: `${to.name}: no ${to.kind} of this name${inNamespace(to)}${hint === undefined ? '' : ` (${hint})`}`,
    want: `a ${to.kind} that the release brings`,
    fix,
  };
};

/** What one rule on dangling references says, and which kinds it looks at. */
export interface DanglingRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly types: readonly string[];
  readonly fix: (to: ObjectKey) => string;
  /** Whether a reference is right although nothing provides it. */
  readonly isFine?: (context: PolicyContext, reference: Reference) => boolean;
}

/** A rule that every reference to some kinds leads somewhere, unless it is optional. */
export const danglingRule = ({ types, fix, isFine, ...description }: DanglingRule): Rule => ({
  ...description,
  severity: 'error',
  *check(context) {
    for (const reference of context.references) {
      if (reference.optional || !types.includes(typeOf(reference.to))) continue;
      if (context.resolve(reference).from !== 'nowhere' || isFine?.(context, reference) === true) continue;
      yield dangling(context, reference, fix(reference.to));
    }
  },
});
