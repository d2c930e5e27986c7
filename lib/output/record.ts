import { z } from 'zod';
import { Refusal, type Diagnostic } from '../diagnostics';
import { compareCodePoints } from '../yaml';

/** The file that says what a tree consists of; a folder that has it belongs to Drydock. */
export const recordFile = 'release.json';

const text = z.string().min(1);
const map = z.record(z.string(), z.string());

/** Inside the tree, so that no record can point elsewhere. */
const relativePath = text.refine(
  (path) => !path.startsWith('/') && path.split('/').every((step) => !['', '.', '..'].includes(step)),
  'a path inside the folder',
);

const schema = z.object({
  writtenBy: z.literal('drydock'),
  format: z.literal(1),
  platform: text,
  kubernetes: text,
  components: z.array(
    z.object({
      name: text,
      namespace: text,
      version: text.exactOptional(),
      /** Rendered by Argo CD in the cluster: what it fetches, and no files. */
      renderedByArgoCD: z.object({ repoURL: text, source: text, version: text }).exactOptional(),
      wave: z.int(),
      dependsOn: z.array(text),
      files: z.array(
        z.object({ path: relativePath, sha256: z.string().regex(/^[0-9a-f]{64}$/), wave: z.int() }),
      ),
    }),
  ),
  /** Files that are no objects of the cluster. */
  plainFiles: z
    .array(z.object({ path: relativePath, sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .exactOptional(),
  images: z.array(text),
  site: z.object({
    kubernetes: text,
    nodes: z.array(
      z.object({
        name: text,
        labels: map,
        taints: z.array(
          z.object({
            key: text,
            value: z.string().exactOptional(),
            effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
          }),
        ),
        capacity: map,
      }),
    ),
  }),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** What a written tree consists of: its files with their digests, versions, images, and the site it was made for. */
export type ReleaseRecord = DeepReadonly<z.output<typeof schema>>;

/** One file of a record. */
export type RecordedFile = ReleaseRecord['components'][number]['files'][number];

/** The paths of all files that a record owns, itself among them. */
export const ownedPaths = (record: ReleaseRecord): ReadonlySet<string> =>
  new Set([
    recordFile,
    ...record.components.flatMap(({ files }) => files.map(({ path }) => path)),
    ...(record.plainFiles ?? []).map(({ path }) => path),
  ]);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** JSON of which a change shows as one changed line: maps of scalars stand on one line, everything else is spread. */
const spread = (value: unknown, indent: string): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + spread(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const fields = entries.map(([key, item]) => `${JSON.stringify(key)}: ${spread(item, inner)}`);
  return entries.every(([, item]) => isScalar(item))
    ? `{ ${fields.join(', ')} }`
    : `{\n${fields.map((field) => inner + field).join(',\n')}\n${indent}}`;
};

const sortedMap = (map: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareCodePoints(a, b)));

/** A record as text: maps sorted, no clock, a line for each file. */
export const recordText = (record: ReleaseRecord): string => {
  const nodes = record.site.nodes.map((node) => ({
    ...node,
    labels: sortedMap(node.labels),
    taints: node.taints.map(({ key, value, effect }) => ({ key, value, effect })),
    capacity: sortedMap(node.capacity),
  }));
  return `${spread({ ...record, site: { ...record.site, nodes } }, '')}\n`;
};

const refuse = (path: string, findings: readonly Pick<Diagnostic, 'got' | 'want' | 'fix'>[]): Refusal =>
  new Refusal(
    findings.map((finding) => ({
      rule: 'output/record',
      severity: 'error',
      where: { kind: 'path', path },
      ...finding,
    })),
  );

const restore = 'take the file from Git (either side of a merge will do), then run `drydock synth`';

const parsedJson = (json: string, path: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(path, [
      { got: `broken JSON: ${reason}`, want: 'the record that Drydock has written', fix: restore },
    ]);
  }
};

/**
 * Reads a record; `path` names the file in errors.
 * @throws Refusal for broken JSON, for a record that is not Drydock's, and for one that a newer Drydock has written.
 */
export const parseRecord = (json: string, path: string): ReleaseRecord => {
  const result = schema.safeParse(parsedJson(json, path));
  if (result.success) return result.data;
  throw refuse(
    path,
    result.error.issues.slice(0, 10).map((issue) => ({
      got: `${issue.path.join('.') || 'the whole file'}: ${issue.message}`,
      want: 'the record that this version of Drydock writes',
      fix: restore,
    })),
  );
};
