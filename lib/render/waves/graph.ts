/** An edge of a dependency graph: the node that has it comes after `to`. */
export interface Edge {
  readonly to: number;
  /** 1: in a later wave. 0: in the same wave or a later one. */
  readonly weight: 0 | 1;
  /** What makes the dependency, for messages. */
  readonly because: string;
}

/** For each node, what it depends on. */
export type Dependencies = readonly (readonly Edge[])[];

/** The levels of a graph, or a cycle in it. */
export type Levels =
  | { readonly kind: 'levels'; readonly levels: readonly number[] }
  | {
      readonly kind: 'cycle';
      /** Each node depends on the next, the last on the first; with what makes each dependency. */
      readonly nodes: readonly { readonly node: number; readonly because: string }[];
    };

const findCycle = (dependencies: Dependencies, open: ReadonlySet<number>): Levels => {
  const visited = new Map<number, number>();
  const path: { node: number; because: string }[] = [];
  let [node = 0] = open;
  // Every open node has an open dependency, so this walk must come back to a node that it has seen.
  while (!visited.has(node)) {
    visited.set(node, path.length);
    const edge = dependencies[node]?.find(({ to }) => open.has(to));
    if (edge === undefined) break;
    path.push({ node, because: edge.because });
    node = edge.to;
  }
  return { kind: 'cycle', nodes: path.slice(visited.get(node) ?? 0) };
};

/** The longest path from each node down to a node without dependencies, in linear time (Kahn's algorithm). */
export const longestPaths = (dependencies: Dependencies): Levels => {
  const dependents: { readonly from: number; readonly weight: number }[][] = dependencies.map(() => []);
  const waiting = dependencies.map((edges) => edges.length);
  dependencies.forEach((edges, from) =>
    edges.forEach(({ to, weight }) => dependents[to]?.push({ from, weight })),
  );
  const levels = dependencies.map(() => 0);
  const ready = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let next = 0; next < ready.length; next += 1) {
    const node = ready[next] ?? 0;
    for (const { from, weight } of dependents[node] ?? []) {
      levels[from] = Math.max(levels[from] ?? 0, (levels[node] ?? 0) + weight);
      waiting[from] = (waiting[from] ?? 0) - 1;
      if (waiting[from] === 0) ready.push(from);
    }
  }
  if (ready.length === dependencies.length) return { kind: 'levels', levels };
  const done = new Set(ready);
  return findCycle(dependencies, new Set([...dependencies.keys()].filter((node) => !done.has(node))));
};
