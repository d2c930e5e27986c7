import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf, type KubernetesObject } from '../../../lib/kubernetes';
import type { ControlPlane } from '../../../lib/control-plane';
import { Unmet } from '../../scenario';
import { filesOf, waitHealthy, type Filed } from './live';

const kinds = ['Application', 'ApplicationSet', 'AppProject'];

/** Whether an object is one of Argo CD's own kinds. */
export const isArgoCd = (object: KubernetesObject): boolean =>
  groupOf(object.apiVersion) === 'argoproj.io' && kinds.includes(object.kind);

/** Argo CD's resource definitions beside the repository; none where upstream's data are not there. */
export const argoCdDefinitions = (root: string): readonly Filed[] => {
  const upstream = process.env['DRYDOCK_UPSTREAM'] ?? join(root, '../shared/upstream');
  const folder = join(upstream, 'crds/argo-cd');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file: join(folder, file) }));
};

/** Leaves the cluster as the bootstrap leaves it: Argo CD's definitions, and the namespaces that its objects are in. */
export const bootstrapArgoCd = async (
  controlPlane: ControlPlane,
  definitions: readonly Filed[],
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  const must = async (args: readonly string[]): Promise<void> => {
    const { code, stderr } = await controlPlane.kubectl(args);
    if (code !== 0) throw new Unmet(stderr.trim());
  };
  await must(['apply', '--server-side', '--field-manager=bootstrap', ...filesOf(definitions)]);
  for (const namespace of namespaces) await must(['create', 'namespace', namespace]);
  await waitHealthy(controlPlane, definitions, signal);
};
