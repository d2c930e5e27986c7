import { Refusal } from '../../diagnostics';
import { groupOf, stringAt } from '../../kubernetes';
import { allObjects, type Tree, type TreeObject } from '../tree';

/** How a written tree wants to be applied, as its own manifests say. */
export interface Delivery {
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** Name of the root Application. */
  readonly root: string;
  readonly repoURL: string;
  readonly targetRevision: string;
  /** Folder of the tree in the repository, as in `dist/onprem`. */
  readonly path: string;
  /** What a person applies by hand, in order: the project, then the root Application. */
  readonly bootstrap: readonly TreeObject[];
  /** The other Applications: their names, and the component that each of them applies. */
  readonly applications: readonly {
    readonly name: string;
    readonly component: string;
    readonly wave: number;
  }[];
}

/** Whether an object is an Argo CD Application. */
export const isApplication = ({ object }: TreeObject): boolean =>
  groupOf(object.apiVersion) === 'argoproj.io' && object.kind === 'Application';

/** The cluster that Argo CD runs in, as it knows it. */
const ownCluster = 'https://kubernetes.default.svc';

const refuse = (tree: Tree, path: string, got: string, want: string, fix: string): never => {
  throw new Refusal([
    {
      rule: 'rehearsal/delivery',
      severity: 'error',
      where: { kind: 'path', path },
      got: `${tree.platform}: ${got}`,
      want,
      fix,
    },
  ]);
};

const lastFolder = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/**
 * Reads off a tree how it is delivered.
 * @throws Refusal where the tree has no root Application, or applies to another cluster than Argo CD's own.
 */
export const deliveryOf = (tree: Tree): Delivery => {
  const bootstrap = allObjects(tree).filter(({ component }) =>
    // On a managed cluster nothing else comes before Argo CD, and the folder is named after the root.
    ['bootstrap', 'root'].includes(component),
  );
  const root =
    bootstrap.find(isApplication) ??
    refuse(tree, 'bootstrap/', 'no root Application', 'an Application in bootstrap/', 'run `drydock synth`');
  const source = (field: string): string => stringAt(root.object, 'spec', 'source', field) ?? '';
  const others = allObjects(tree).filter((each) => isApplication(each) && each !== root);
  for (const each of [root, ...others]) {
    const server = stringAt(each.object, 'spec', 'destination', 'server') ?? '';
    if (server !== ownCluster) {
      refuse(
        tree,
        each.path,
        `an Application for the cluster ${server}`,
        `${ownCluster}, the cluster that Argo CD itself runs in`,
        'rehearse a platform file whose spec.delivery.cluster is left out; nothing else differs',
      );
    }
  }
  return {
    namespace: root.object.metadata.namespace ?? 'argocd',
    root: root.object.metadata.name,
    repoURL: source('repoURL'),
    targetRevision: source('targetRevision') || 'HEAD',
    path: parent(source('path')),
    bootstrap: [...bootstrap].sort((a, b) => a.wave - b.wave),
    applications: others.map(({ object, wave }) => ({
      name: object.metadata.name,
      component: lastFolder(stringAt(object, 'spec', 'source', 'path') ?? ''),
      wave,
    })),
  };
};
