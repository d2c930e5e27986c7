import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileWorkflow, readPipeline } from '../lib/kfp';

/** One measured run: `node pipelines-workload.js folder <folder> <rounds>` or `... tasks <count>`. */
const compile = (text: string, name: string): number =>
  JSON.stringify(compileWorkflow(readPipeline(text, name).pipeline)).length;

const everyFile = (folder: string, rounds: number): void => {
  const texts = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  for (let round = 0; round < rounds; round += 1) for (const [file, text] of texts) compile(text, file);
};

/** The IR of a chain of tasks, each with a component and a container of its own, as the SDK would write it. */
const chain = (count: number): string => {
  const components: string[] = [];
  const executors: string[] = [];
  const tasks: string[] = [];
  const type = { parameterType: 'NUMBER_INTEGER' };
  for (let index = 0; index < count; index += 1) {
    const before = `t${index - 1}`;
    const input =
      index === 0
        ? { runtimeValue: { constant: 1 } }
        : { taskOutputParameter: { producerTask: before, outputParameterKey: 'Output' } };
    const component = {
      executorLabel: `exec-t${index}`,
      inputDefinitions: { parameters: { n: type } },
      outputDefinitions: { parameters: { Output: type } },
    };
    const container = {
      image: 'docker.io/library/python:3.12',
      command: ['python', '-c', `print(${index})`],
    };
    const task = {
      componentRef: { name: `comp-t${index}` },
      ...(index === 0 ? {} : { dependentTasks: [before] }),
      inputs: { parameters: { n: input } },
      taskInfo: { name: `t${index}` },
    };
    components.push(`  comp-t${index}: ${JSON.stringify(component)}`);
    executors.push(`    exec-t${index}: ${JSON.stringify({ container })}`);
    tasks.push(`      t${index}: ${JSON.stringify(task)}`);
  }
  return [
    'components:',
    ...components,
    'deploymentSpec:',
    '  executors:',
    ...executors,
    'pipelineInfo: {name: chain}',
    'root:',
    '  dag:',
    '    tasks:',
    ...tasks,
    'schemaVersion: 2.1.0',
    '',
  ].join('\n');
};

const [mode, argument = '', rounds = '1'] = process.argv.slice(2);
if (mode === 'folder') everyFile(argument, Number(rounds));
else compile(chain(Number(argument)), 'chain.yaml');
