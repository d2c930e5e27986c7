import { closest } from 'fastest-levenshtein';
import type { Diagnostic } from '../diagnostics';
import { describeKey } from '../kubernetes';
import type { Manifest } from '../render';
import type { Finding } from './rule';

/** An acceptance of one rule's findings on one object, written in the platform definition. */
export interface PlatformWaiver {
  readonly rule: string;
  /** `Kind/name` or `Kind/namespace/name`, as reports name it. */
  readonly object: string;
  /** Why it is acceptable; without one it is no waiver. */
  readonly reason: string;
  /** Place in the platform definition, for the report, as in `spec.policy.waivers[0]`. */
  readonly field?: string;
}

/** The rule that reports waivers which accept nothing; it cannot be waived itself. */
export const unusedWaiver = {
  id: 'policy/unused-waiver',
  severity: 'warning',
  summary: 'Every waiver accepts a finding that exists, and says why.',
  why: 'A waiver that outlives its finding silently accepts the next one.',
} as const;

/** Findings of a rehearsal are accepted where they are made: `drydock rehearse` reads the same waivers. */
const isRehearsed = (rule: string): boolean => rule.startsWith('rehearsal/');

const isGiven = (reason: string): boolean => reason.trim() !== '';

interface Entry {
  readonly rule: string;
  readonly reason: string;
  /** The object that a report on the waiver itself points at. */
  readonly object: string;
  readonly component: string;
  readonly place: string;
  used: boolean;
}

const idOf = (...parts: readonly string[]): string => parts.join('\n');

/** The waivers of a release and of its platform, and which of them have accepted something. */
export class WaiverBook {
  /**
   * A construct's waiver stands on each of its objects, though only some break the rule: one entry for all of them.
   */
  private readonly inCode = new Map<string, Entry>();
  private readonly inPlatform = new Map<string, Entry[]>();
  private readonly objects: ReadonlySet<string>;

  constructor(
    manifests: readonly Manifest[],
    platform: readonly PlatformWaiver[],
    private readonly ruleIds: readonly string[],
  ) {
    this.objects = new Set(manifests.map(({ key }) => describeKey(key)));
    for (const { component, waivers, key, origin } of manifests) {
      for (const { rule, reason } of waivers) {
        const id = idOf(component, rule, reason);
        if (this.inCode.has(id)) continue;
        const object = describeKey(key);
        this.inCode.set(id, {
          rule,
          reason,
          object,
          component,
          place: `construct ${origin.construct}`,
          used: false,
        });
      }
    }
    const components = new Map(manifests.map(({ key, component }) => [describeKey(key), component]));
    for (const { rule, object, reason, field } of platform) {
      const id = idOf(object, rule);
      const component = components.get(object) ?? '';
      const entry: Entry = { rule, reason, object, component, place: field ?? 'the platform', used: false };
      const list = this.inPlatform.get(id);
      if (list === undefined) this.inPlatform.set(id, [entry]);
      else list.push(entry);
    }
  }

  /** The reason for which a finding of a rule is accepted, where it is. */
  accept(rule: string, { manifest }: Finding): string | undefined {
    const inCode = manifest.waivers.flatMap((waiver) =>
      waiver.rule === rule ? (this.inCode.get(idOf(manifest.component, rule, waiver.reason)) ?? []) : [],
    );
    const inPlatform = this.inPlatform.get(idOf(describeKey(manifest.key), rule)) ?? [];
    const found = [...inCode, ...inPlatform].filter(({ reason }) => isGiven(reason));
    for (const entry of found) entry.used = true;
    return found[0]?.reason;
  }

  private problemWith({ rule, reason, object }: Entry): Pick<Diagnostic, 'got' | 'fix'> {
    if (!isGiven(reason)) {
      return { got: `a waiver of ${rule} without a reason`, fix: 'write why the finding is acceptable here' };
    }
    if (!this.ruleIds.includes(rule)) {
      return {
        got: `a waiver of ${rule}, which is no rule`,
        fix: `write ${closest(rule, [...this.ruleIds])}`,
      };
    }
    if (!this.objects.has(object)) {
      return {
        got: `a waiver of ${rule} on ${object}, which the release does not have`,
        fix: 'copy the object from the report, or remove the waiver',
      };
    }
    return { got: `a waiver of ${rule} that no finding needs`, fix: 'remove it' };
  }

  /** One diagnostic for each waiver that has accepted nothing; to be asked after all findings were. */
  unused(): readonly Diagnostic[] {
    const entries = [...this.inCode.values(), ...[...this.inPlatform.values()].flat()];
    return entries
      .filter(({ used, rule }) => !used && !isRehearsed(rule))
      .map((entry): Diagnostic => {
        const { got, fix } = this.problemWith(entry);
        return {
          rule: unusedWaiver.id,
          severity: unusedWaiver.severity,
          where: { kind: 'object', component: entry.component, object: entry.object, path: '' },
          got: `${got} (at ${entry.place})`,
          want: 'a waiver with a reason, for a finding that exists',
          fix,
        };
      });
  }
}
