import { join } from 'node:path';
import { resourceMap, startControlPlane, type ControlPlane } from '../../../lib/control-plane';
import { fieldAt, groupOf, isRecord, stringAt, type KubernetesObject } from '../../../lib/kubernetes';
import { until } from '../../../lib/program';
import { allObjects, readWrittenTree, type Tree } from '../../../lib/rehearsal';
import { expectNone, Unmet, type Scenario, type Setting, type Steps } from '../../scenario';
import { prepareTools } from '../../tools';
import { publishedDefinitions } from './definitions';
import { podOf, podsIn } from './pods';

const strictly = 'fieldManager=drydock-e2e&force=true&fieldValidation=Strict';

const isCustom = ({ apiVersion }: KubernetesObject): boolean => /kubeflow|kserve/.test(groupOf(apiVersion));

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** What a trial would be, as Katib makes it: its specification with a name. */
const trialsOf = (experiment: KubernetesObject): readonly KubernetesObject[] => {
  const spec = fieldAt(experiment, 'spec', 'trialTemplate', 'trialSpec');
  if (!isRecord(spec)) return [];
  const trial = {
    ...spec,
    metadata: { name: `${experiment.metadata.name}-trial`, namespace: experiment.metadata.namespace },
  };
  return isObject(trial) ? [trial] : [];
};

interface Asked {
  readonly problems: readonly string[];
  readonly generation: unknown;
}

/** Applies an object with every field checked; an answer with a warning is a problem too. */
const apply = async (
  controlPlane: ControlPlane,
  object: KubernetesObject,
  dryRun: boolean,
): Promise<Asked> => {
  const resource = await resourceMap(controlPlane.api).of(object.apiVersion, object.kind);
  const named = `${object.kind}/${object.metadata.name}`;
  if (resource === undefined)
    return { problems: [`${named}: ${object.apiVersion} is not served`], generation: 0 };
  const { status, body, warnings } = await controlPlane.api.patch(
    `${resource.path(object.metadata)}?${strictly}${dryRun ? '&dryRun=All' : ''}`,
    'apply',
    object,
  );
  return {
    problems: [
      ...(status < 300 ? [] : [`${named}: ${stringAt(body, 'message') ?? status}`]),
      ...warnings.map((warning) => `${named}: ${warning}`),
    ],
    generation: fieldAt(body, 'metadata', 'generation'),
  };
};

/** What pods are admitted by: namespaces, those that profiles become among them, and priorities. */
const prepareAdmission = async (
  controlPlane: ControlPlane,
  tree: Tree,
  signal: AbortSignal,
): Promise<void> => {
  const objects = allObjects(tree).map(({ object }) => object);
  const namespaces = objects.flatMap((object) =>
    object.kind === 'Namespace'
      ? [object]
      : object.kind === 'Profile'
        ? [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: object.metadata.name } }]
        : [],
  );
  for (const object of [...namespaces, ...objects.filter(({ kind }) => kind === 'PriorityClass')])
    expectNone((await apply(controlPlane, object, false)).problems);
  for (const { metadata } of namespaces) {
    await until(
      `namespace ${metadata.name} has its account`,
      () => controlPlane.api.find(`/api/v1/namespaces/${metadata.name}/serviceaccounts/default`),
      { seconds: 60, signal },
    );
  }
};

const judge = async (
  steps: Steps,
  { root, signal }: Setting,
  controlPlane: ControlPlane,
  tree: Tree,
): Promise<void> => {
  const custom = allObjects(tree)
    .map(({ object }) => object)
    .filter(isCustom);
  const trials = custom.flatMap(trialsOf);
  const definitions = publishedDefinitions(root, [...custom, ...trials]);
  if (definitions.length === 0) {
    steps.skip(
      `${custom.length} custom resources are accepted`,
      'their definitions are not in ../shared/upstream',
    );
    return;
  }
  await steps.need(`${definitions.length} published definitions are installed`, async () => {
    for (const { object, name } of definitions) {
      const { status, body } = await controlPlane.api.patch(
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}?fieldManager=drydock-e2e&force=true`,
        'apply',
        object,
      );
      if (status >= 300) throw new Unmet(`${name}: ${stringAt(body, 'message') ?? status}`);
    }
    const served = resourceMap(controlPlane.api);
    for (const { apiVersion, kind } of [...custom, ...trials]) {
      await until(`${kind} is served`, () => served.of(apiVersion, kind).catch(() => undefined), {
        seconds: 120,
        signal,
      });
    }
    await prepareAdmission(controlPlane, tree, signal);
  });
  const generations = new Map<KubernetesObject, unknown>();
  await steps.check(`${custom.length} custom resources are accepted, every field of them known`, async () => {
    const problems: string[] = [];
    for (const object of custom) {
      const answer = await apply(controlPlane, object, false);
      problems.push(...answer.problems);
      generations.set(object, answer.generation);
    }
    expectNone(problems);
  });
  await steps.check('a second apply changes none of them', async () => {
    const changed: string[] = [];
    for (const object of custom) {
      const { generation } = await apply(controlPlane, object, false);
      if (generation !== generations.get(object)) changed.push(`${object.kind}/${object.metadata.name}`);
    }
    expectNone(changed);
  });
  await steps.check(`the trials of ${trials.length} experiments would be accepted`, async () => {
    const problems: string[] = [];
    for (const trial of trials) problems.push(...(await apply(controlPlane, trial, true)).problems);
    expectNone(problems);
  });
  const pods = [...custom.filter(({ kind }) => kind !== 'Experiment'), ...trials].flatMap((object) =>
    podsIn(object, object.metadata.namespace ?? 'vision'),
  );
  await steps.check(`${pods.length} pods in them pass Pod Security where they would run`, async () => {
    const problems: string[] = [];
    for (const [index, pod] of pods.entries()) {
      const { status, body, warnings } = await controlPlane.api.create(
        `/api/v1/namespaces/${pod.namespace}/pods?dryRun=All&fieldValidation=Strict`,
        podOf(pod, `pod-${index}`),
      );
      if (status >= 300) problems.push(`${pod.where}: ${stringAt(body, 'message') ?? status}`);
      problems.push(...warnings.map((warning) => `${pod.where}: ${warning}`));
    }
    expectNone(problems);
  });
};

/** The published definitions of Kubeflow's and KServe's kinds take what is written of them. */
export const customResourcesScenario: Scenario = {
  name: 'custom-resources',
  summary: 'a real API server takes the custom resources of dist/kubeflow, with their published definitions',
  run: async (steps, setting) => {
    const { root, signal } = setting;
    const tools = await steps.need('the programs of a control plane are here', () =>
      prepareTools({ root, signal, report: steps.say }),
    );
    const tree = readWrittenTree(join(root, 'dist/kubeflow'));
    const controlPlane = await steps.need('a control plane starts', () =>
      startControlPlane({ tools, nodes: tree.site.nodes, signal, report: steps.say }),
    );
    try {
      await judge(steps, setting, controlPlane, tree);
    } finally {
      await controlPlane.stop();
    }
  },
};
