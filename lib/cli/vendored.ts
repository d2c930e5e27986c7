import { components as builtIn } from '../../charts';
import type { Component } from '../constructs';
import { Refusal, type Diagnostic } from '../diagnostics';
import type { KubernetesObject } from '../kubernetes';
import type { Platform } from '../platform';
import { renderVendored, type Wanted } from '../vendor';

/** A chart with where it goes. */
export interface WantedChart extends Wanted {
  readonly namespace: string;
}

const unknown = (platform: Platform, name: string, charts: readonly string[]): Diagnostic => ({
  rule: 'vendor/unknown',
  severity: 'error',
  where: { kind: 'path', path: `platforms/${platform.name}` },
  got: `spec.vendored: ${name}`,
  want: charts.length === 0 ? 'nothing: no component comes from a chart' : `one of ${charts.join(', ')}`,
  fix: 'correct the name, or switch the component on',
});

/**
 * The charts that a platform wants vendored.
 * @throws Refusal for names that no enabled component from a chart has.
 */
export const wantedCharts = (
  platform: Platform,
  extensions: readonly Component[],
): readonly WantedChart[] => {
  const known = [...builtIn, ...extensions]
    .filter((component) => component.enabled(platform))
    .flatMap((component): readonly WantedChart[] => {
      const reference = component.reference?.(platform);
      return reference?.kind === 'chart'
        ? [{ name: component.name, namespace: component.namespace(platform), reference }]
        : [];
    });
  const problems = platform.spec.vendored
    .filter((name) => !known.some((each) => each.name === name))
    .map((name) =>
      unknown(
        platform,
        name,
        known.map((each) => each.name),
      ),
    );
  if (problems.length > 0) throw new Refusal(problems);
  return known.filter((each) => platform.spec.vendored.includes(each.name));
};

/** The objects of every vendored chart, by component; rendered offline. */
export const vendoredObjects = (
  platform: Platform,
  extensions: readonly Component[],
  cwd: string,
): ReadonlyMap<string, readonly KubernetesObject[]> =>
  new Map(
    wantedCharts(platform, extensions).map((each) => [
      each.name,
      renderVendored(cwd, each, {
        namespace: each.namespace,
        kubernetes: platform.spec.kubernetes.version,
      }),
    ]),
  );
