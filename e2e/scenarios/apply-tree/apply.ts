import { basename } from 'node:path';
import { type ControlPlane } from '../../../lib/control-plane';
import { until, type Finished } from '../../../lib/program';
import { Unmet } from '../../scenario';
import type { TreeObject, Wave } from '../../../lib/rehearsal';
import { isAccepted } from './accepted-warnings';
import { filesOf, waitHealthy } from './live';

/** Owner of the fields that the rig applies. */
export const fieldManager = 'drydock-e2e';

const isDefinition = ({ object }: TreeObject): boolean => object.kind === 'CustomResourceDefinition';

/** A kind whose definition is established may still be missing from discovery for a moment. */
const undiscovered = /no matches for kind|could not find the requested resource/;

const kubectlApply = (controlPlane: ControlPlane, objects: readonly TreeObject[]): Promise<Finished> =>
  controlPlane.kubectl(['apply', '--server-side', `--field-manager=${fieldManager}`, ...filesOf(objects)]);

/** Error and warning lines that nobody has accepted. */
const complaintsIn = ({ code, stderr }: Finished): readonly string[] =>
  stderr
    .split('\n')
    .filter((line) => line !== '' && (code !== 0 || line.startsWith('Warning:')))
    .filter((line) => !(line.startsWith('Warning:') && isAccepted(line)));

/** kubectl says each warning once, whomever it is about: ask object by object. */
const attribute = async (
  controlPlane: ControlPlane,
  objects: readonly TreeObject[],
  complaints: readonly string[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const object of objects) {
    const again = complaintsIn(await kubectlApply(controlPlane, [object]));
    found.push(...again.map((line) => `${basename(object.file)}: ${line}`));
  }
  return found.length > 0 ? found : complaints;
};

const applyTogether = async (
  controlPlane: ControlPlane,
  objects: readonly TreeObject[],
  signal: AbortSignal,
): Promise<void> => {
  if (objects.length === 0) return;
  let applied = await kubectlApply(controlPlane, objects);
  if (undiscovered.test(applied.stderr)) {
    const again = async (): Promise<true | undefined> => {
      applied = await kubectlApply(controlPlane, objects);
      return undiscovered.test(applied.stderr) ? undefined : true;
    };
    await until('all kinds are known', again, { seconds: 10, signal }).catch(() => undefined);
  }
  const complaints = complaintsIn(applied);
  if (complaints.length > 0) {
    throw new Unmet((await attribute(controlPlane, objects, complaints)).join('\n'));
  }
};

/**
 * Applies a wave in Argo CD's order of kinds; custom resources wait for the definitions of their wave. `Unmet` with
 * what the API server refused or warned about, file by file.
 */
export const applyWave = async (
  controlPlane: ControlPlane,
  { objects }: Wave,
  signal: AbortSignal,
): Promise<void> => {
  const lastDefinition = objects.findLastIndex(isDefinition);
  await applyTogether(controlPlane, objects.slice(0, lastDefinition + 1), signal);
  await waitHealthy(controlPlane, objects.filter(isDefinition), signal);
  await applyTogether(controlPlane, objects.slice(lastDefinition + 1), signal);
};
