import { fieldPath } from '../../kubernetes';
import type { PolicyContext } from '../context';
import { podSecurityLevel, violationsOf, type PodSecurityLevel } from '../pod-security';
import type { Finding, Rule } from '../rule';

const label = 'pod-security.kubernetes.io';

/** What the API server enforces in a namespace; `unknown` where the release does not bring the namespace. */
interface Enforcement {
  readonly level: PodSecurityLevel;
  readonly minor: number;
  readonly known: boolean;
}

const enforcementIn = ({ namespaces, cluster, minor }: PolicyContext, name: string): Enforcement => {
  const namespace = namespaces.find(name);
  if (namespace === undefined) {
    return { level: cluster.hasNamespace(name) ? 'privileged' : 'restricted', minor, known: false };
  }
  const { labels } = namespace.object.metadata;
  const version = /^v1\.([0-9]+)$/.exec(labels?.[`${label}/enforce-version`] ?? '')?.[1];
  return {
    level: podSecurityLevel(labels?.[`${label}/enforce`]) ?? 'privileged',
    minor: version === undefined ? minor : Number(version),
    known: true,
  };
};

export const enforcedPodSecurity: Rule = {
  id: 'pod-security/enforced',
  severity: 'error',
  summary: 'Every pod passes the Pod Security level that its namespace enforces.',
  why: 'The API server refuses the pod, while the Deployment or Job above it is accepted and then never starts.',
  *check(context) {
    for (const { manifest, namespace, template, containers } of context.workloads.all) {
      const { level, minor, known } = enforcementIn(context, namespace);
      for (const { path, got, want, fix } of violationsOf(level, { template, containers }, minor)) {
        const where = known
          ? `namespace ${namespace} enforces ${level}`
          : `${level} assumed, for namespace ${namespace} is not in the release`;
        yield {
          manifest,
          path,
          ...(known ? {} : { severity: 'warning' as const }),
          got,
          want: `${want} (${where})`,
          fix,
        };
      }
    }
  },
};

const summarised = (paths: readonly string[], base: string): string => {
  const short = paths.map((path) => (path.startsWith(`${base}.`) ? path.slice(base.length + 1) : path));
  return short.length <= 6
    ? short.join(', ')
    : `${short.slice(0, 6).join(', ')} and ${short.length - 6} more`;
};

export const restrictedPodSecurity: Rule = {
  id: 'pod-security/restricted',
  severity: 'error',
  summary: 'Every workload passes Pod Security level restricted, unless its component says why not.',
  why: 'A pod below restricted can reach the node or other pods when it is broken into.',
  *check(context) {
    for (const { manifest, template, containers } of context.workloads.all) {
      const violations = violationsOf('restricted', { template, containers }, context.minor);
      if (violations.length === 0) continue;
      yield {
        manifest,
        path: template.path,
        got: `not allowed: ${summarised(
          violations.map(({ path }) => path),
          template.path,
        )}`,
        want: 'a pod that passes level restricted',
        fix:
          violations.length === 1 && violations[0] !== undefined
            ? `at ${violations[0].path}: ${violations[0].fix}; or waive the rule in the component, with the reason`
            : 'correct these fields, or waive the rule in the component, with the reason',
      };
    }
  },
};

const levels = ['enforce', 'warn', 'audit'] as const;

export const podSecurityLabels: Rule = {
  id: 'namespace/pod-security-labels',
  severity: 'error',
  summary: 'Every namespace says which Pod Security level it enforces.',
  why: 'Without the label the API server enforces nothing there: any pod may be privileged.',
  *check({ namespaces }) {
    for (const manifest of namespaces.declared) {
      const labels = manifest.object.metadata.labels ?? {};
      for (const mode of levels) {
        const key = `${label}/${mode}`;
        const got = labels[key];
        if (podSecurityLevel(got) !== undefined || (got === undefined && mode !== 'enforce')) continue;
        yield {
          manifest,
          path: fieldPath('metadata.labels', key),
          got: got ?? 'unset',
          want: 'privileged, baseline or restricted',
          fix: `set the label ${key}: restricted, or a lower level with the reason`,
        } satisfies Finding;
      }
    }
  },
};
