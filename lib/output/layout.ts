import { hash } from 'node:crypto';
import { Refusal, type Diagnostic } from '../diagnostics';
import { describeKey } from '../kubernetes';
import type { Manifest, Release, RenderedComponent } from '../render';
import { compareCodePoints, emitYaml, UnwritableValue } from '../yaml';
import { collisions } from './collisions';
import { comparePaths, pathOf } from './paths';
import { recordFile, recordText, type RecordedFile, type ReleaseRecord } from './record';

/** One file of the tree. */
export interface OutputFile {
  /** Relative to the root of the tree, with `/` between folders. */
  readonly path: string;
  readonly text: string;
  /** The object that the file holds, where it holds one. */
  readonly manifest?: Manifest;
}

/** A file of a component. */
interface ManifestFile extends OutputFile {
  readonly manifest: Manifest;
}

/** Where an object came from, in words that stay when code moves: no construct, no line, no version of Drydock. */
const provenance = ({ component, origin }: Manifest): string =>
  origin.field === undefined ? component : `${component}, from ${origin.field}`;

const unwritable = ({ component, key }: Manifest, path: string, value: UnwritableValue): Diagnostic => ({
  rule: 'output/value',
  severity: 'error',
  where: { kind: 'object', component, object: describeKey(key), path: value.path, file: path },
  got: value.got,
  want: value.want,
  fix: 'change the value in the construct or the platform that gives it',
});

const filesOfComponent = (component: RenderedComponent, problems: Diagnostic[]): readonly ManifestFile[] =>
  component.manifests.flatMap((manifest) => {
    const path = pathOf(manifest, component);
    try {
      return [{ path, text: emitYaml(manifest.object, { comment: [provenance(manifest)] }), manifest }];
    } catch (error) {
      if (!(error instanceof UnwritableValue)) throw error;
      problems.push(unwritable(manifest, path, error));
      return [];
    }
  });

const recorded = (files: readonly ManifestFile[]): readonly RecordedFile[] =>
  files
    .map(({ path, text, manifest }) => ({ path, sha256: hash('sha256', text, 'hex'), wave: manifest.wave }))
    .sort((a, b) => a.wave - b.wave || comparePaths(a.path, b.path));

const referenceOf = (
  reference: NonNullable<RenderedComponent['reference']>,
): NonNullable<ReleaseRecord['components'][number]['renderedByArgoCD']> => ({
  repoURL: reference.repoURL,
  source: reference.kind === 'chart' ? `chart ${reference.chart}` : `directory ${reference.path}`,
  version: reference.version,
});

/**
 * The tree of a release as files, sorted by path: one for each object, and the record (`release.json`).
 * @throws Refusal for values that YAML cannot hold, and for objects whose files would collide, all at once.
 */
export const filesOf = (release: Release): readonly OutputFile[] => {
  const problems: Diagnostic[] = [];
  const plainFiles = [...(release.plainFiles ?? [])].sort((a, b) => comparePaths(a.path, b.path));
  const components = release.components.map((component) => ({
    component,
    files: filesOfComponent(component, problems),
  }));
  const manifests = components.flatMap(({ files }) => files);
  problems.push(...collisions(manifests, plainFiles));
  if (problems.length > 0) throw new Refusal(problems);
  const record = recordText({
    writtenBy: 'drydock',
    format: 1,
    platform: release.platform,
    kubernetes: release.site.kubernetes,
    components: components.map(({ component, files }) => ({
      name: component.name,
      namespace: component.namespace,
      ...(component.version === undefined ? {} : { version: component.version }),
      ...(component.reference === undefined ? {} : { renderedByArgoCD: referenceOf(component.reference) }),
      wave: component.wave,
      dependsOn: [...component.dependsOn].sort(compareCodePoints),
      files: recorded(files),
    })),
    ...(plainFiles.length === 0
      ? {}
      : {
          plainFiles: plainFiles.map(({ path, text }) => ({ path, sha256: hash('sha256', text, 'hex') })),
        }),
    images: [...release.images].sort(compareCodePoints),
    site: release.site,
  });
  return [...manifests, ...plainFiles, { path: recordFile, text: record }].sort((a, b) =>
    comparePaths(a.path, b.path),
  );
};
