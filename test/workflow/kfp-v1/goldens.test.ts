import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { fieldAt, isRecord, listAt } from '../../../lib/kubernetes';
import { compilePipeline, type Pipeline } from '../../../lib/workflow';
import { uriArtifacts } from './artifacts';
import * as basics from './basics';
import * as flow from './control-flow';
import { itemArgumentResolving } from './item-resolving';
import * as volumes from './volumes';

const folder = join(
  process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../../shared/upstream'),
  'kfp-v1',
);

/** Every golden Workflow, and the pipeline behind it in the words of this library. */
const pipelines: Readonly<Record<string, (golden: unknown) => Pipeline>> = {
  add_pod_env: basics.addPodEnv,
  basic: basics.basic,
  basic_no_decorator: basics.basicNoDecorator,
  coin: flow.coin,
  compose: basics.compose,
  imagepullsecrets: basics.imagePullSecrets,
  loop_over_lightweight_output: flow.loopOverOutput,
  opsgroups: basics.opsGroups,
  parallelfor_item_argument_resolving: itemArgumentResolving,
  param_op_transform: basics.paramOpTransform,
  param_substitutions: volumes.paramSubstitutions,
  pipelineparams: basics.pipelineParams,
  preemptible_tpu_gpu: basics.preemptible,
  recursive_do_while: flow.recursiveDoWhile,
  recursive_while: flow.recursiveWhile,
  sidecar: basics.sidecar,
  timeout: basics.timeout,
  volume_snapshotop_sequential: volumes.snapshotSequential,
  volumeop_basic: volumes.volumeBasic,
  volumeop_dag: volumes.volumeDag,
  volumeop_parallel: volumes.volumeParallel,
  volumeop_sequential: volumes.volumeSequential,
  withitem_basic: flow.withItemBasic,
  withitem_nested: flow.withItemNested,
  withparam_global: flow.withParamGlobal,
  withparam_global_dict: flow.withParamGlobalDict,
  withparam_output_dict: flow.withParamOutputDict,
};

/** Goldens that are no pipeline, or of which only a part is compared below. */
const others = ['kaniko.basic', 'kaniko.kubeflow', 'tolerations', 'uri_artifacts'];

const read = (name: string): unknown => parse(readFileSync(join(folder, `${name}.yaml`), 'utf8'));

const withoutMetadata = (template: unknown): unknown => {
  if (!isRecord(template)) return template;
  const { metadata, ...rest } = template;
  return rest;
};

/** As the SDK's own test compares: without the metadata of templates. */
const comparable = (spec: unknown): unknown =>
  isRecord(spec)
    ? { ...spec, templates: listAt(spec, 'templates').map((template) => withoutMetadata(template)) }
    : spec;

describe('the compatibility mode', () => {
  if (!existsSync(folder)) {
    it.skip(`needs ${folder}`, () => undefined);
    return;
  }

  it('knows every golden', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ''));
    expect(files.sort()).toEqual([...Object.keys(pipelines), ...others].sort());
  });

  it.each(Object.entries(pipelines))('writes %s as the SDK 1.8.22 does', (name, pipeline) => {
    const golden = read(name);
    const { spec, diagnostics } = compilePipeline(pipeline(golden), 'kfp-v1');
    expect(diagnostics).toEqual([]);
    expect(comparable(JSON.parse(JSON.stringify(spec)))).toEqual(comparable(fieldAt(golden, 'spec')));
  });

  it('writes the step of tolerations as the SDK 1.8.22 does', () => {
    const { spec } = compilePipeline(basics.tolerations(), 'kfp-v1');
    expect(withoutMetadata(listAt(spec, 'templates')[0])).toEqual(
      listAt(read('tolerations'), 'spec', 'templates')[0],
    );
  });

  it('writes the graph, inputs and outputs of uri_artifacts as the SDK 1.8.22 does', () => {
    const shape = (spec: unknown): unknown =>
      listAt(spec, 'templates').map((template) => {
        const inputs = listAt(template, 'inputs', 'artifacts');
        return {
          name: fieldAt(template, 'name'),
          dag: fieldAt(template, 'dag'),
          parameters: fieldAt(template, 'inputs', 'parameters'),
          artifacts: inputs,
          outputs: fieldAt(template, 'outputs'),
        };
      });
    const { spec } = compilePipeline(uriArtifacts(), 'kfp-v1');
    expect(shape(JSON.parse(JSON.stringify(spec)))).toEqual(shape(fieldAt(read('uri_artifacts'), 'spec')));
  });
});
