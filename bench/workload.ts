import { YamlOutputType } from 'cdk8s';
import { filesOf, writeTree } from '../lib/output';
import { checkRelease } from '../lib/policy';
import { render } from '../lib/render';
import { syntheticTree, type TreeShape } from './tree';

/** One measured run, as a process of its own: `node workload.js drydock|cdk8s <charts> <objects> <chain> <folder>`. */
const drydock = async (shape: TreeShape, folder: string): Promise<void> => {
  const { charts } = syntheticTree(shape);
  const rendered = render(
    charts.map((chart) => ({
      name: chart.node.id,
      namespace: chart.node.id,
      dependsOn: [],
      images: [],
      chart,
    })),
    { platform: 'bench', registry: undefined, pullSecrets: [] },
  );
  const release = { platform: 'bench', site: { kubernetes: '1.34', nodes: [] }, ...rendered };
  checkRelease(release);
  await writeTree(folder, filesOf(release));
};

const cdk8s = (shape: TreeShape, outdir: string): void => {
  syntheticTree(shape, {
    outdir,
    yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  }).app.synth();
};

const [tool, charts, objectsPerChart, chain, folder = ''] = process.argv.slice(2);
const shape = { charts: Number(charts), objectsPerChart: Number(objectsPerChart), chain: chain === 'chain' };
if (tool === 'cdk8s') cdk8s(shape, folder);
else void drydock(shape, folder);
