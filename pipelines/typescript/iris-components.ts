/** Two models on the same data, side by side, from components: what comes out of each is shown at the end. */
import { ComponentStep, definePipeline, parseComponent, ScriptStep } from 'drydock/workflow';

const images = 'registry.example.internal/pipelines/iris';

const downloadData = parseComponent(`
name: Download data
outputs: [{name: Data, type: LocalPath}]
implementation:
  container:
    image: ${images}/download-data:1.0.0
    command: [python, download_data.py, --data, {outputPath: Data}]
`);

const classifier = (name: string, image: string) =>
  parseComponent(`
name: ${name}
inputs: [{name: Data, type: LocalPath}]
outputs: [{name: Accuracy, type: Float}]
implementation:
  container:
    image: ${images}/${image}:1.0.0
    command: [python, train.py, --data, {inputPath: Data}, --accuracy, {outputPath: Accuracy}]
`);

const decisionTree = classifier('Decision tree', 'decision-tree');
const logisticRegression = classifier('Logistic regression', 'logistic-regression');

export const pipeline = definePipeline(
  'iris-components',
  { description: 'Decision tree and logistic regression on the Iris data.' },
  (scope) => {
    const data = new ComponentStep(scope, 'download-data', { component: downloadData }).output('Data');
    const tree = new ComponentStep(scope, 'decision-tree', {
      component: decisionTree,
      arguments: { Data: data },
    });
    const regression = new ComponentStep(scope, 'logistic-regression', {
      component: logisticRegression,
      arguments: { Data: data },
    });
    // nothing to build: the source runs in an image that has Python
    new ScriptStep(scope, 'show-results', {
      image: 'docker.io/library/python:3.11-slim',
      command: ['python3'],
      source: [
        `print('Decision tree (accuracy):', ${tree.output('Accuracy')})`,
        `print('Logistic regression (accuracy):', ${regression.output('Accuracy')})`,
        '',
      ].join('\n'),
    });
  },
);
