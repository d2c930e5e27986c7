import { Refusal } from '../../diagnostics';
import { longestPaths, type Edge } from './graph';

/** A component in the graph of Applications. */
export interface ComponentNode {
  readonly name: string;
  /** Names that its table entry declares; absent ones are ignored. */
  readonly declared: readonly string[];
  /** Names that its objects refer to, with the first reference found. */
  readonly discovered: ReadonlyMap<string, string>;
}

/** Where a component stands. */
export interface ComponentWave {
  readonly wave: number;
  readonly dependsOn: readonly string[];
}

/**
 * Waves of the components' Applications: the longest path over declared and discovered dependencies.
 * @throws Refusal printing the cycle, where there is one.
 */
export const componentWaves = (components: readonly ComponentNode[]): readonly ComponentWave[] => {
  const position = new Map(components.map(({ name }, index) => [name, index]));
  const edges = components.map(({ name, declared, discovered }): readonly Edge[] => {
    const because = new Map([
      ...declared.map((other): [string, string] => [other, 'declared']),
      ...discovered,
    ]);
    because.delete(name);
    return [...because].flatMap(([other, reason]): readonly Edge[] => {
      const to = position.get(other);
      return to === undefined ? [] : [{ to, weight: 1, because: reason }];
    });
  });
  const result = longestPaths(edges);
  const nameAt = (index: number | undefined): string => components[index ?? 0]?.name ?? '?';
  if (result.kind === 'cycle') {
    const names = result.nodes.map(({ node }) => nameAt(node));
    throw new Refusal([
      {
        rule: 'render/component-cycle',
        severity: 'error',
        where: { kind: 'object', component: names[0] ?? '', object: `component ${names[0] ?? ''}`, path: '' },
        got: `${[...names, names[0] ?? ''].join(' -> ')} (${result.nodes.map(({ because }, i) => `${names[i] ?? ''}: ${because}`).join('; ')})`,
        want: 'components that can be installed one after the other',
        fix: 'remove one of these dependencies',
      },
    ]);
  }
  return components.map((_, index) => ({
    wave: result.levels[index] ?? 0,
    dependsOn: (edges[index] ?? []).map(({ to }) => nameAt(to)).sort(),
  }));
};
