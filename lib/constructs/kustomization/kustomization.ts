import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { build, type BuildOptions, type BuiltObject } from '../../kustomize';

/** Settings of a kustomization in a chart. */
export interface KustomizationProps extends Pick<
  BuildOptions,
  'fs' | 'loadRestrictor' | 'resolveRemote' | 'cwd'
> {
  /** Folder with the kustomization file; relative to `cwd`. */
  readonly path: string;
}

const idOf = ({ apiVersion, kind, metadata }: BuiltObject): string => {
  const { namespace } = metadata;
  const group = apiVersion.includes('/') ? `${apiVersion.slice(0, apiVersion.indexOf('/'))}-` : '';
  return [`${group}${kind}`, ...(namespace === undefined ? [] : [namespace]), metadata.name].join('-');
};

/**
 * Brings a kustomization tree into a chart: one ApiObject for each object that the build gives, in its order. The chart
 * may then change them like any other (`ApiObject.addJsonPatch`), and they pass the same checks.
 * @throws Refusal with the file, line and field of what is wrong in the tree.
 */
export class Kustomization extends Construct {
  /** What the tree gave, in kustomize's order. */
  readonly apiObjects: readonly ApiObject[];

  constructor(scope: Construct, id: string, { path, ...options }: KustomizationProps) {
    super(scope, id);
    this.apiObjects = build(path, options).objects.map(
      (object) => new ApiObject(this, idOf(object), structuredClone(object)),
    );
  }
}
