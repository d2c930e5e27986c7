/**
 * Preprocess, train, test, and deploy only what is accurate enough. The key of the storage is no parameter, which would
 * stand in every run in clear text: the step reads it from a Secret.
 */
import {
  atLeast,
  Condition,
  ContainerStep,
  definePipeline,
  DeployModel,
  ScriptStep,
  SuspendStep,
} from 'drydock/workflow';

const images = 'registry.example.internal/pipelines/iris';

export const pipeline = definePipeline(
  'iris-accuracy',
  {
    description: 'Trains on data of a private store, and deploys a model that is accurate enough.',
    parameters: {
      'storage-url': { type: 'String', default: 'https://storage.example.internal' },
      container: { type: 'String', default: 'datasets' },
      blob: { type: 'String', default: 'iris.csv' },
      'lowest-accuracy': { type: 'Float', default: 0.7 },
    },
  },
  (scope) => {
    const { 'storage-url': url, container, blob, 'lowest-accuracy': lowest } = scope.parameters;
    const preprocess = new ContainerStep(scope, 'preprocess-data', {
      image: `${images}/preprocess:1.0.0`,
      command: ['python', 'preprocess.py', '--url', url, '--container', container, '--blob', blob],
      env: { STORAGE_KEY: { valueFrom: { secretKeyRef: { name: 'iris-storage', key: 'key' } } } },
      outputs: {
        'x-train': { path: '/out/x_train.csv', type: 'CSV' },
        'x-test': { path: '/out/x_test.csv', type: 'CSV' },
        'y-train': { path: '/out/y_train.csv', type: 'CSV' },
        'y-test': { path: '/out/y_test.csv', type: 'CSV' },
      },
    });
    const train = new ContainerStep(scope, 'train-model', {
      image: `${images}/train:1.0.0`,
      command: ['python', 'train.py', '--x', '/in/x.csv', '--y', '/in/y.csv', '--out', '/out/model.pkl'],
      files: { '/in/x.csv': preprocess.outputs['x-train'], '/in/y.csv': preprocess.outputs['y-train'] },
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
      outputs: { model: { path: '/out/model.pkl', type: 'Model' } },
    });
    const test = new ContainerStep(scope, 'test-model', {
      image: `${images}/test:1.0.0`,
      command: ['python', 'test.py', '--x', '/in/x.csv', '--y', '/in/y.csv', '--model', '/in/model.pkl'],
      files: {
        '/in/x.csv': preprocess.outputs['x-test'],
        '/in/y.csv': preprocess.outputs['y-test'],
        '/in/model.pkl': train.outputs.model,
      },
      outputs: {
        accuracy: { path: '/out/accuracy.txt', type: 'Float' },
        digest: { path: '/out/model.sha256', type: 'String' },
      },
    });
    new Condition(scope, 'accurate', {
      if: atLeast(test.outputs.accuracy, lowest),
      then: (branch) => {
        const approval = new SuspendStep(branch, 'approve', { duration: '24h' });
        new DeployModel(branch, 'deploy-model', {
          deployment: 'iris',
          namespace: 'serving',
          container: 'server',
          env: { MODEL_SHA256: test.outputs.digest },
          after: [approval],
        });
      },
      else: (branch) => {
        new ScriptStep(branch, 'say-why', {
          image: 'docker.io/library/busybox:1.37.0',
          command: ['sh'],
          source: `echo "accuracy ${test.outputs.accuracy} is below ${lowest}: nothing deployed"\n`,
        });
      },
    });
  },
);
