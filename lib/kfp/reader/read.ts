import { nearest, oneOf, Refusal, type Diagnostic } from '../../diagnostics';
import { fieldPath } from '../../kubernetes';
import { kubernetesExecutorConfig, pipelineSpec, platformSpec, type PlatformSpec } from '../ir';
import { resolvePipeline, type Pipeline } from '../pipeline';
import { pathOf, placeIn, type Place, type Problem } from '../proto';
import { locator } from './locate';
import { recognize, type Part } from './recognize';
import { readDocuments } from './yaml';

type Path = readonly (string | number)[];
type Finding = Omit<Diagnostic, 'where'> & { readonly part: Part; readonly path: Path };

/** A pipeline, and what its file has that is not understood. */
export interface ReadPipeline {
  readonly pipeline: Pipeline;
  /** Warnings: fields that the backend drops unseen. */
  readonly warnings: readonly Diagnostic[];
}

const placed = (findings: readonly Finding[], text: string, file: string): readonly Diagnostic[] => {
  if (findings.length === 0) return [];
  const locate = locator(text);
  return findings.map(({ part, path, ...finding }) => {
    const full = [...part.path, ...path];
    const field = fieldPath('', ...full);
    return { ...finding, where: { kind: 'source', file, ...locate(part.document, full), field } };
  });
};

const wording = ({ kind, got, want, known }: Problem): Omit<Finding, 'part' | 'path'> => {
  const near = nearest(got.replace(/^"|"$/g, ''), known);
  switch (kind) {
    case 'unknown':
      return {
        rule: 'kfp/unknown-field',
        severity: 'warning',
        got: `unknown field ${got}`,
        want: `one of ${oneOf(known)}`,
        fix: near === undefined ? 'remove it: the backend drops it' : `did you mean ${near}?`,
      };
    case 'type':
      return { rule: 'kfp/type', severity: 'error', got, want, fix: `write ${want}` };
    case 'value':
      return {
        rule: 'kfp/value',
        severity: 'error',
        got,
        want,
        fix: near === undefined ? 'correct the value' : `did you mean ${near}?`,
      };
  }
};

const findingsOf = (problems: readonly Problem[], part: Part): readonly Finding[] =>
  problems.map((problem) => ({ ...wording(problem), part, path: pathOf(problem.place) }));

/** The executors of the platform document, read only to find mistakes: the driver reads them in the cluster. */
const checkExecutors = (platforms: PlatformSpec | undefined, problems: Problem[]): void => {
  const executors = platforms?.platforms?.['kubernetes']?.deploymentSpec?.executors ?? {};
  const base = ['platforms', 'kubernetes', 'deploymentSpec', 'executors'].reduce<Place | undefined>(
    (place, key) => placeIn(place, key),
    undefined,
  );
  for (const [label, config] of Object.entries(executors))
    kubernetesExecutorConfig.read(config, placeIn(base, label), problems);
};

const refuse = (file: string, finding: Pick<Diagnostic, 'rule' | 'got' | 'want' | 'fix'>): never => {
  throw new Refusal([{ ...finding, severity: 'error', where: { kind: 'source', file, line: 1, column: 1 } }]);
};

const irWanted = 'a pipeline that the Python SDK (kfp 2) has compiled, or a PipelineVersion';

const partsOf = (text: string, file: string) => {
  const recognized = recognize(readDocuments(text, file));
  switch (recognized.kind) {
    case 'ir':
      return recognized;
    case 'workflow':
      return refuse(file, {
        rule: 'kfp/v1',
        got: 'an Argo Workflow, which is what version 1 of the SDK compiles to',
        want: irWanted,
        fix: 'compile it with kfp 2: kfp dsl compile --py pipeline.py --output pipeline.yaml',
      });
    case 'component':
      return refuse(file, {
        rule: 'kfp/component-file',
        got: 'the file of a single component',
        want: irWanted,
        fix: 'load it in a pipeline with kfp.components.load_component_from_file and compile that',
      });
    case 'nothing':
      return refuse(file, {
        rule: 'kfp/no-pipeline',
        got: recognized.found,
        want: irWanted,
        fix: 'give the file that kfp dsl compile has written',
      });
  }
};

/** Versions of the IR that the compiler knows. */
const knownSchema = /^2\.[01](\.\d+)?$/;

const headFindings = (
  spec: NonNullable<ReturnType<typeof pipelineSpec.read>>,
  part: Part,
): readonly Finding[] => {
  const findings: Finding[] = [];
  const add = (path: Path, rule: string, got: string, want: string, fix: string): void => {
    findings.push({ rule, severity: 'error', got, want, fix, part, path });
  };
  if ((spec.pipelineInfo?.name ?? '') === '')
    add(['pipelineInfo'], 'kfp/name', 'a pipeline without a name', 'pipelineInfo.name', 'name the pipeline');
  const version = spec.schemaVersion ?? '';
  if (!knownSchema.test(version))
    add(
      ['schemaVersion'],
      'kfp/schema-version',
      version === '' ? 'no schemaVersion' : `schemaVersion ${version}`,
      '2.0 or 2.1',
      'compile the pipeline with kfp 2.0 to 2.17',
    );
  if (spec.root === undefined)
    add([], 'kfp/root', 'no root', 'root', 'compile the pipeline again: the file is cut off');
  return findings;
};

/**
 * Reads compiled pipelines: IR as YAML or JSON, with or without the platform's document, also inside a PipelineVersion.
 * @param file names the text in messages.
 * @throws Refusal with everything that is wrong, at its line.
 */
export const readPipeline = (text: string, file: string): ReadPipeline => {
  const { pipeline: part, platform: platformPart } = partsOf(text, file);
  const problems: Problem[] = [];
  const spec = pipelineSpec.read(part.value, undefined, problems) ?? {};
  const platformProblems: Problem[] = [];
  const platforms =
    platformPart === undefined
      ? undefined
      : platformSpec.read(platformPart.value, undefined, platformProblems);
  checkExecutors(platforms, platformProblems);
  const findings = [
    ...findingsOf(problems, part),
    ...(platformPart === undefined ? [] : findingsOf(platformProblems, platformPart)),
    ...headFindings(spec, part),
  ];
  const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error';
  if (findings.some(isError)) throw new Refusal(placed(findings.filter(isError), text, file));
  const resolution = resolvePipeline({ spec, platforms });
  if (resolution.kind === 'unresolved') {
    const unresolved = resolution.problems.map(({ document, ...problem }): Finding => ({
      ...problem,
      severity: 'error',
      part: document === 'platform' ? (platformPart ?? part) : part,
    }));
    throw new Refusal(placed(unresolved, text, file));
  }
  return { pipeline: resolution.pipeline, warnings: placed(findings, text, file) };
};
