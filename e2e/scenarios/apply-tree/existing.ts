import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf, stringAt, type KubernetesObject } from '../../../lib/kubernetes';
import type { ControlPlane } from '../../../lib/control-plane';
import { allObjects, type Tree, type TreeObject } from '../../../lib/rehearsal';
import { Unmet } from '../../scenario';
import { isArgoCd } from './argo-cd';
import { filesOf, waitHealthy, type Filed } from './live';

const kindOf = ({ apiVersion, kind }: KubernetesObject): string => `${groupOf(apiVersion)}/${kind}`;

/** The API server's own groups have no domain of somebody else's in them, but for those of `k8s.io` that are add-ons. */
const isCustom = (object: KubernetesObject): boolean => {
  const group = groupOf(object.apiVersion);
  return (
    group.includes('.') &&
    (!group.endsWith('.k8s.io') || /^(gateway\.networking|snapshot\.storage)\./.test(group))
  );
};

/** Custom kinds of the tree that neither it nor Argo CD defines: operators that the site installs itself bring them. */
const foreignKinds = (tree: Tree): ReadonlySet<string> => {
  const objects = allObjects(tree).map(({ object }) => object);
  const defined = new Set(
    objects
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(
        (object) =>
          `${stringAt(object, 'spec', 'group') ?? ''}/${stringAt(object, 'spec', 'names', 'kind') ?? ''}`,
      ),
  );
  return new Set(
    objects
      .filter((object) => isCustom(object) && !isArgoCd(object))
      .map(kindOf)
      .filter((kind) => !defined.has(kind)),
  );
};

const definitionFiles = (root: string): readonly string[] => {
  const folder = join(process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream'), 'crds');
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))
    : [];
};

/** What the platform says is in the cluster already, as far as the API server must know it. */
export interface Existing {
  /** Kinds of the tree, as `group/Kind`, whose operators the site installs. */
  readonly kinds: ReadonlySet<string>;
  /** Their definitions, from each project's release. */
  readonly definitions: readonly Filed[];
  /** Kinds that have no definition here. */
  readonly missing: readonly string[];
}

/** Looks up the definitions of what the tree counts on. The operators themselves stay absent: nothing gets a status. */
export const existingKinds = (tree: Tree, root: string): Existing => {
  const kinds = foreignKinds(tree);
  const files = definitionFiles(root);
  const found = [...kinds].map((kind) => {
    const [group = '', name = ''] = kind.split('/');
    const file = files.find((each) => each.endsWith(`/${group}_${name.toLowerCase()}s.yaml`));
    return { kind, file };
  });
  return {
    kinds,
    definitions: found.flatMap(({ file }) => (file === undefined ? [] : [{ file }])),
    missing: found.flatMap(({ kind, file }) => (file === undefined ? [kind] : [])),
  };
};

/** Whether an object is of one of some kinds. */
export const isOfKinds =
  (kinds: readonly string[]) =>
  ({ object }: TreeObject): boolean =>
    kinds.includes(kindOf(object));

/** Installs definitions as the operators' own charts would. */
export const installDefinitions = async (
  controlPlane: ControlPlane,
  definitions: readonly Filed[],
  signal: AbortSignal,
): Promise<void> => {
  const { code, stderr } = await controlPlane.kubectl([
    'apply',
    '--server-side',
    '--field-manager=site',
    ...filesOf(definitions),
  ]);
  if (code !== 0) throw new Unmet(stderr.trim());
  await waitHealthy(controlPlane, definitions, signal);
};
