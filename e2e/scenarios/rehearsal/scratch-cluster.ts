import { startControlPlane } from '../../../lib/control-plane';
import { stringAt } from '../../../lib/kubernetes';
import { until } from '../../../lib/program';
import { expectNone, Unmet, type Setting } from '../../scenario';
import { drydockRehearse, mustPass, rehearsed } from './command';

const namespaces = '/api/v1/namespaces';

/**
 * A cluster of somebody else's: refused while anything stands in it, and nothing is written; used once it is empty, and
 * left as empty as it was but for the marker; used again for the marker's sake.
 */
export const tryScratchCluster = async (setting: Setting, tools: string, tree: string): Promise<void> => {
  const node = {
    name: 'theirs-1',
    labels: {},
    taints: [],
    capacity: { cpu: '16', memory: '64Gi', pods: '110' },
  };
  const theirs = await startControlPlane({ tools, nodes: [node], signal: setting.signal });
  const names = async (): Promise<readonly string[]> =>
    (await theirs.api.list(namespaces)).map((each) => stringAt(each, 'metadata', 'name') ?? '').sort();
  const words = ['--tree', tree, '--kubeconfig', theirs.kubeconfig, '--settle', '2'];
  try {
    await theirs.api.create(namespaces, { metadata: { name: 'payroll' } });
    const before = await names();
    const refused = await drydockRehearse(setting, words);
    if (refused.code !== 2 || !refused.stderr.includes('namespace payroll')) {
      throw new Unmet(`exit code ${refused.code}\n${refused.stderr}`);
    }
    const after = await names();
    if (before.join() !== after.join())
      throw new Unmet(`namespaces went from ${before.join()} to ${after.join()}`);
    await theirs.api.remove(`${namespaces}/payroll`);
    const isGone = async (): Promise<true | undefined> =>
      (await names()).includes('payroll') ? undefined : true;
    await until('the namespace is gone', isGone, { seconds: 60, signal: setting.signal });
    mustPass(await rehearsed(setting, words));
    const classes = await theirs.api.list('/apis/storage.k8s.io/v1/storageclasses');
    expectNone(classes.map((each) => `StorageClass ${stringAt(each, 'metadata', 'name') ?? ''} was left`));
    if (!(await names()).includes('drydock-rehearsal')) throw new Unmet('the marker is gone');
  } finally {
    await theirs.stop();
  }
};
