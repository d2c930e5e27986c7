import { complain, located } from './problem';
import { stringText } from './yaml/emit-string';

/** What a written kustomization file says. */
export interface KustomizationText {
  /** Files and folders, relative to the kustomization file, with `/` between folders. */
  readonly resources: readonly string[];
  /** Namespace of everything that has one. Default: what the objects say. */
  readonly namespace?: string;
}

const checked = (path: string): string => {
  const escapes = path.startsWith('/') || path.split('/').includes('..');
  if (path !== '' && !escapes) return path;
  return complain({
    rule: 'kustomize/resource-path',
    got: JSON.stringify(path),
    want: 'a path in or below the folder of the kustomization file, which is all that kustomize may read',
    fix: 'write the kustomization file in a folder above all of its resources',
  });
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A `kustomization.yaml` that lists manifests, each once and sorted, so that `kubectl apply -k` takes them.
 * @throws Refusal for paths that kustomize would not read.
 */
export const kustomizationText = ({ resources, namespace }: KustomizationText): string =>
  located(
    () => ({ kind: 'path', path: 'kustomization.yaml' }),
    () =>
      [
        'apiVersion: kustomize.config.k8s.io/v1beta1',
        'kind: Kustomization',
        ...(namespace === undefined ? [] : [`namespace: ${stringText(namespace, 11, 2)}`]),
        ...(resources.length === 0 ? ['resources: []'] : ['resources:']),
        ...[...new Set(resources)].sort(compare).map((path) => `- ${stringText(checked(path), 2, 2)}`),
        '',
      ].join('\n'),
  );
