import { compileWorkflow, readPipeline, type Pipeline } from '../../lib/kfp';
import { upstreamFolder, upstreamIr, upstreamNames, upstreamOptions, upstreamWorkflow } from './upstream';

/** Whether the backend has to find out what some task waits for: it does so in a random order. */
const hasUnlistedDependencies = ({ spec }: Pipeline): boolean =>
  [spec.root, ...Object.values(spec.components ?? {})].some((component) =>
    Object.values(component?.dag?.tasks ?? {}).some(({ inputs, dependentTasks = [] }) =>
      Object.values(inputs?.parameters ?? {}).some(
        ({ taskOutputParameter }) =>
          taskOutputParameter !== undefined &&
          !dependentTasks.includes(taskOutputParameter.producerTask ?? ''),
      ),
    ),
  );

/** The workflow with the names of each list of dependencies in one order. */
const sorted = (workflow: unknown): unknown =>
  JSON.parse(
    JSON.stringify(workflow)
      .replace(/(\\"dependentTasks\\":\[)([^\]]*)/g, (_, key: string, names: string) =>
        [key, ...names.split(',').sort()].join(' '),
      )
      .replace(/("depends":")([^"]*)/g, (_, key: string, names: string) =>
        [key, ...names.split(' && ').sort()].join(' '),
      ),
  );

describe('compiled pipelines are what the backend of Kubeflow Pipelines compiles', () => {
  if (upstreamNames.length === 0) {
    it.skip(`needs ${upstreamFolder}`, () => undefined);
    return;
  }

  it.each(upstreamNames)('%s', (name) => {
    const { pipeline, warnings } = readPipeline(upstreamIr(name), `${name}.yaml`);
    const workflow: unknown = JSON.parse(JSON.stringify(compileWorkflow(pipeline, upstreamOptions(name))));
    const oracle = upstreamWorkflow(name);
    if (hasUnlistedDependencies(pipeline)) expect(sorted(workflow)).toEqual(sorted(oracle));
    else expect(workflow).toEqual(oracle);
    expect(warnings).toEqual([]);
  });
});
