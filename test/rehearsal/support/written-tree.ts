import type { KubernetesObject } from '../../../lib/kubernetes';
import type { Tree, TreeObject } from '../../../lib/rehearsal';

/** One object of a tree, as a test writes it. */
export interface Sketch {
  readonly component: string;
  readonly wave?: number;
  readonly object: KubernetesObject;
}

/** A component's wave among the Applications is its place in this order. */
const applicationOrder = ['bootstrap', 'argocd', 'namespaces', 'storage', 'serving'];

/** A tree in memory. */
export const sketchedTree = (sketches: readonly Sketch[]): Tree => {
  const names = [...new Set(sketches.map(({ component }) => component))];
  const objects = sketches.map(({ component, wave = 0, object }): TreeObject => ({
    component,
    wave,
    object,
    path: `${component}/${object.kind}-${object.metadata.name}.yaml`,
    file: `/tree/${component}/${object.kind}-${object.metadata.name}.yaml`,
    field: `spec.${component}`,
  }));
  return {
    folder: '/tree',
    platform: 'test',
    site: { kubernetes: '1.34', nodes: [] },
    notPlayed: [],
    files: new Map(),
    components: names.map((name) => {
      const own = objects.filter(({ component }) => component === name);
      return {
        name,
        wave: applicationOrder.indexOf(name),
        waves: [...new Set(own.map(({ wave }) => wave))]
          .sort((a, b) => a - b)
          .map((number) => ({ number, objects: own.filter(({ wave }) => wave === number) })),
      };
    }),
  };
};

/** Any object with a name, and a namespace for most kinds. */
export const sketch = (
  apiVersion: string,
  kind: string,
  name: string,
  rest: Readonly<Record<string, unknown>> = {},
  namespace: string | undefined = 'serving',
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
});
