import {
  ContainerStep,
  definePipeline,
  ExitHandler,
  SubPipeline,
  type Pipeline,
  type PipelineProps,
  type Reference,
} from '../../../lib/workflow';

const shell = (script: string): { readonly command: string[]; readonly args: string[] } => ({
  command: ['sh', '-c'],
  args: [script],
});

const frequentWord = (message: Reference): string =>
  `python -c "from collections import Counter; words = Counter('${message}'.split()); print(max(words, key=words.get))" | tee /tmp/message.txt`;

const podVariables = {
  KFP_POD_NAME: 'metadata.name',
  KFP_POD_UID: 'metadata.uid',
  KFP_NAMESPACE: 'metadata.namespace',
  WORKFLOW_ID: "metadata.labels['workflows.argoproj.io/workflow']",
  KFP_RUN_ID: "metadata.labels['pipeline/runid']",
  ENABLE_CACHING: "metadata.labels['pipelines.kubeflow.org/enable_caching']",
};

export const addPodEnv = (): Pipeline =>
  definePipeline('Test adding pod env', { description: 'Test adding pod env' }, (pipeline) => {
    new ContainerStep(pipeline, 'echo', {
      image: 'library/bash',
      ...shell('echo $KFP_POD_NAME'),
      labels: { 'add-pod-env': 'true' },
      env: Object.fromEntries(
        Object.entries(podVariables).map(([name, fieldPath]) => [
          name,
          { valueFrom: { fieldRef: { fieldPath } } },
        ]),
      ),
    });
  });

const saveMostFrequent = (props: PipelineProps<'message' | 'outputpath'>): Pipeline =>
  definePipeline('Save Most Frequent', props, (pipeline) => {
    const { message, outputpath } = pipeline.parameters;
    const exiting = new ContainerStep(pipeline, 'exiting', {
      image: 'python:3.5-jessie',
      ...shell('echo exit!'),
    });
    new ExitHandler(pipeline, 'exit', {
      handler: exiting,
      body: (scope) => {
        const counter = new ContainerStep(scope, 'get-frequent', {
          image: 'python:3.5-jessie',
          ...shell(frequentWord(message)),
          resources: { requests: { memory: '200M' } },
          outputs: { word: '/tmp/message.txt' },
        });
        new ContainerStep(scope, 'save', {
          image: 'google/cloud-sdk',
          ...shell(
            `echo ${counter.outputs.word} | tee /tmp/results.txt | gsutil cp /tmp/results.txt ${outputpath}`,
          ),
          resources: { limits: { 'cloud-tpus.google.com/v2': '8', cpu: '0.5', 'nvidia.com/gpu': '2' } },
          annotations: { 'tf-version.cloud-tpus.google.com': '1.12' },
          nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-tesla-k80' },
        });
      },
    });
  });

export const basic = (): Pipeline =>
  saveMostFrequent({ parameters: { message: { type: 'String' }, outputpath: { type: 'String' } } });

export const basicNoDecorator = (): Pipeline =>
  saveMostFrequent({ parameters: { message: {}, outputpath: { default: 'default_output' } } });

export const compose = (): Pipeline =>
  definePipeline(
    'Download and Save Most Frequent',
    { parameters: { url: {}, outputpath: {} } },
    (pipeline) => {
      const { url, outputpath } = pipeline.parameters;
      const download = new ContainerStep(pipeline, 'download', {
        image: 'google/cloud-sdk',
        ...shell(`gsutil cat ${url} | tee /tmp/results.txt`),
        outputs: { downloaded: '/tmp/results.txt' },
      });
      const counter = new ContainerStep(pipeline, 'get-frequent', {
        image: 'python:3.5-jessie',
        ...shell(frequentWord(download.outputs.downloaded)),
        outputs: { word: '/tmp/message.txt' },
      });
      new ContainerStep(pipeline, 'save', {
        image: 'google/cloud-sdk',
        ...shell(
          `echo ${counter.outputs.word} | tee /tmp/results.txt | gsutil cp /tmp/results.txt ${outputpath}`,
        ),
      });
    },
  );

export const imagePullSecrets = (): Pipeline =>
  definePipeline(
    'Save Most Frequent',
    { parameters: { message: { type: 'String' } }, imagePullSecrets: ['secretA'] },
    (pipeline) => {
      new ContainerStep(pipeline, 'get-frequent', {
        image: 'python:3.5-jessie',
        ...shell(frequentWord(pipeline.parameters.message)),
        outputs: { word: '/tmp/message.txt' },
      });
    },
  );

export const opsGroups = (): Pipeline =>
  definePipeline(
    'opsgroups-pipeline',
    { parameters: { text1: { default: 'message 1' }, text2: { default: 'message 2' } } },
    (pipeline) => {
      const echo = (name: string, text: Reference, task: string): SubPipeline<'text'> =>
        new SubPipeline(pipeline, name, {
          arguments: { text },
          body: (scope, formals) => {
            new ContainerStep(scope, task, {
              image: 'library/bash:4.4.23',
              command: ['sh', '-c'],
              args: ['echo "$0"', formals.text],
            });
          },
        });
      const first = echo('echo1-graph-component', pipeline.parameters.text1, 'echo1-task1');
      echo('echo2-graph-component', pipeline.parameters.text2, 'echo2-task1').after(first);
    },
  );

export const paramOpTransform = (): Pipeline =>
  definePipeline('Parameters in Op transformation functions', { parameters: { param: {} } }, (pipeline) => {
    new ContainerStep(pipeline, 'cop', { image: 'image', labels: { param: pipeline.parameters.param } });
  });

export const pipelineParams = (): Pipeline =>
  definePipeline(
    'PipelineParams',
    { parameters: { tag: { default: 'latest' }, sleep_ms: { default: 10 } } },
    (pipeline) => {
      const { tag, sleep_ms: pause } = pipeline.parameters;
      const download = new ContainerStep(pipeline, 'download', {
        image: `busybox:${tag}`,
        ...shell(`sleep ${pause}; wget localhost:5678 -O /tmp/results.txt`),
        outputs: { downloaded: '/tmp/results.txt' },
        sidecars: [{ name: 'echo', image: `hashicorp/http-echo:${tag}`, args: ['-text="hello world"'] }],
      });
      new ContainerStep(pipeline, 'echo', {
        image: 'library/bash',
        ...shell(`echo $MSG ${download.outputs.downloaded}`),
        env: { MSG: 'pipelineParams: ' },
      });
    },
  );

export const preemptible = (): Pipeline =>
  definePipeline('pipeline flip coin', {}, (pipeline) => {
    new ContainerStep(pipeline, 'flip', {
      image: 'python:alpine3.6',
      ...shell(
        `python -c "import random; result = 'heads' if random.randint(0,1) == 0 else 'tails'; print(result)" | tee /tmp/output`,
      ),
      outputs: { output: '/tmp/output' },
      gpu: { count: 1 },
      retry: { limit: 5 },
      tolerations: [{ effect: 'NoSchedule', key: 'preemptible', operator: 'Equal', value: 'true' }],
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 50,
              preference: {
                matchExpressions: [
                  { key: 'cloud.google.com/gke-preemptible', operator: 'In', values: ['true'] },
                ],
              },
            },
          ],
        },
      },
    });
  });

export const sidecar = (): Pipeline =>
  definePipeline('Sidecar', { description: 'A pipeline with sidecars.' }, (pipeline) => {
    const download = new ContainerStep(pipeline, 'download', {
      image: 'busybox',
      ...shell('sleep 10; wget localhost:5678 -O /tmp/results.txt'),
      outputs: { downloaded: '/tmp/results.txt' },
      sidecars: [{ name: 'echo', image: 'hashicorp/http-echo', args: ['-text="hello world"'] }],
    });
    new ContainerStep(pipeline, 'echo', {
      image: 'library/bash',
      ...shell(`echo ${download.outputs.downloaded}`),
    });
  });

const randomFailure = (codes: string) => ({
  image: 'python:alpine3.6',
  command: ['python', '-c'],
  args: [
    `import random; import sys; exit_code = random.choice([${codes}]); print(exit_code); sys.exit(exit_code)`,
  ],
});

export const timeout = (): Pipeline =>
  definePipeline('pipeline includes two steps which fail randomly.', { timeoutSeconds: 50 }, (pipeline) => {
    new ContainerStep(pipeline, 'first', {
      name: 'random failure',
      ...randomFailure('0,1,2,3'),
      timeoutSeconds: 10,
    });
    new ContainerStep(pipeline, 'second', { name: 'random failure', ...randomFailure('0,1') });
  });

/** The golden holds one template alone, with the output that something would read. */
export const tolerations = (): Pipeline =>
  definePipeline('tolerations', {}, (pipeline) => {
    const download = new ContainerStep(pipeline, 'download', {
      image: 'busybox',
      ...shell('sleep 10; wget localhost:5678 -O /tmp/results.txt'),
      outputs: { downloaded: '/tmp/results.txt' },
      tolerations: [{ effect: 'NoSchedule', key: 'gpu', operator: 'Equal', value: 'run' }],
    });
    new ContainerStep(pipeline, 'reader', { image: 'busybox', args: [download.outputs.downloaded] });
  });
