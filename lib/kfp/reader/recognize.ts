import { isRecord, recordAt, stringAt } from '../../kubernetes';

/** A part of a text that has a PipelineSpec or a PlatformSpec, and how deep in which document it is. */
export interface Part {
  readonly value: unknown;
  readonly document: number;
  readonly path: readonly string[];
}

/** What a file was found to be. */
export type Recognized =
  | { readonly kind: 'ir'; readonly pipeline: Part; readonly platform: Part | undefined }
  | { readonly kind: 'workflow' }
  | { readonly kind: 'component' }
  | { readonly kind: 'nothing'; readonly found: string };

const pipelineKeys = [
  'pipelineInfo',
  'pipeline_info',
  'deploymentSpec',
  'deployment_spec',
  'root',
  'schemaVersion',
];

const hasAny = (value: unknown, keys: readonly string[]): boolean =>
  isRecord(value) && keys.some((key) => key in value);

const spellings = (value: unknown, ...names: readonly string[]): string | undefined =>
  isRecord(value) ? names.find((name) => name in value) : undefined;

/** PipelineVersion objects hold both documents in their spec; PipelineJobs the first one. */
const inside = (document: unknown, index: number): Recognized | undefined => {
  const isVersion =
    stringAt(document, 'kind') === 'PipelineVersion' &&
    (stringAt(document, 'apiVersion') ?? '').startsWith('pipelines.kubeflow.org/');
  const holder = isVersion ? recordAt(document, 'spec') : document;
  const key = spellings(holder, 'pipelineSpec', 'pipeline_spec');
  if (key === undefined || !isRecord(holder)) return undefined;
  const base = isVersion ? ['spec'] : [];
  const platform = holder['platformSpec'];
  return {
    kind: 'ir',
    pipeline: { value: holder[key], document: index, path: [...base, key] },
    platform:
      platform === undefined
        ? undefined
        : { value: platform, document: index, path: [...base, 'platformSpec'] },
  };
};

const describe = (document: unknown): string => {
  if (!isRecord(document))
    return Array.isArray(document) ? 'a list' : `text: ${String(document).slice(0, 40)}`;
  const kind = stringAt(document, 'kind');
  if (kind !== undefined) return `a ${kind}`;
  const keys = Object.keys(document);
  return keys.length === 0 ? 'an empty map' : `a map of ${keys.slice(0, 5).join(', ')}`;
};

/** Finds the documents of a pipeline among those of a file. */
export const recognize = (documents: readonly unknown[]): Recognized => {
  for (const [index, document] of documents.entries()) {
    const found = inside(document, index);
    if (found !== undefined) return found;
  }
  const pipeline = documents.findIndex((each) => hasAny(each, pipelineKeys));
  const platform = documents.findIndex((each) => hasAny(each, ['platforms']));
  if (pipeline >= 0)
    return {
      kind: 'ir',
      pipeline: { value: documents[pipeline], document: pipeline, path: [] },
      platform: platform < 0 ? undefined : { value: documents[platform], document: platform, path: [] },
    };
  if (documents.some((each) => (stringAt(each, 'apiVersion') ?? '').startsWith('argoproj.io/')))
    return { kind: 'workflow' };
  if (documents.some((each) => hasAny(each, ['implementation']))) return { kind: 'component' };
  const [first] = documents;
  return { kind: 'nothing', found: first === undefined ? 'an empty file' : describe(first) };
};
