import type { ControlPlane } from '../../../lib/control-plane';
import { until } from '../../../lib/program';
import { Unmet } from '../../scenario';
import type { TreeObject } from '../../../lib/rehearsal';

/**
 * Starts every CronJob once, as its schedule would: its pod must be admitted and scheduled, and claims that only it
 * uses get bound. `Unmet` with what kubectl says of a run that does not end.
 */
export const runCronJobs = async (
  controlPlane: ControlPlane,
  objects: readonly TreeObject[],
  signal: AbortSignal,
): Promise<void> => {
  for (const { object } of objects) {
    const { name, namespace = 'default' } = object.metadata;
    const run = `${name}-once`;
    const inNamespace = ['--namespace', namespace];
    const created = await controlPlane.kubectl([
      'create',
      'job',
      run,
      `--from=cronjob/${name}`,
      ...inNamespace,
    ]);
    if (created.code !== 0) throw new Unmet(created.stderr.trim());
    const completed = async (): Promise<true | undefined> => {
      const { stdout } = await controlPlane.kubectl([
        'get',
        `job/${run}`,
        ...inNamespace,
        '--output=jsonpath={.status.succeeded}',
      ]);
      return stdout === '1' ? true : undefined;
    };
    await until(`job ${namespace}/${run} is complete`, completed, { seconds: 30, signal });
  }
};
