import { describeKey } from '../../kubernetes';
import type { Release, RenderedComponent } from '../../render';
import { synthesize } from '../../synth';
import type { CommandContext, ExitCode } from '../context';
import { loadPlatforms } from '../platforms';
import { colours, type Terminal } from '../terminal';

/** How `drydock graph` draws. */
export type GraphFormat = 'text' | 'mermaid' | 'dot' | 'json';

/** Options of `drydock graph`. */
export interface GraphOptions {
  readonly platforms: readonly string[];
  readonly format: GraphFormat;
  /** Whether to list each component's objects with their waves. */
  readonly objects: boolean;
}

const objectLines = ({ manifests }: RenderedComponent): readonly string[] =>
  manifests.map(({ wave, key }) => `      wave ${wave}  ${describeKey(key)}`);

const contentsOf = ({ manifests, reference }: RenderedComponent): string =>
  reference === undefined ? `${manifests.length} objects` : `rendered by Argo CD from ${reference.repoURL}`;

const asText = (release: Release, { objects }: GraphOptions, terminal: Terminal): string => {
  const paint = colours(terminal);
  const waves = [...new Set(release.components.map(({ wave }) => wave))];
  return [
    paint.bold(release.platform),
    ...waves.flatMap((wave) => [
      `  wave ${wave}`,
      ...release.components
        .filter((component) => component.wave === wave)
        .flatMap((component) => [
          `    ${component.name}, ${contentsOf(component)}${
            component.dependsOn.length === 0 ? '' : `, after ${component.dependsOn.join(', ')}`
          }`,
          ...(objects ? objectLines(component) : []),
        ]),
    ]),
  ].join('\n');
};

const edges = (release: Release): readonly (readonly [string, string])[] =>
  release.components.flatMap(({ name, dependsOn }) => dependsOn.map((other) => [other, name] as const));

const asMermaid = (release: Release): string =>
  [
    'flowchart LR',
    ...release.components.map(({ name, wave }) => `  ${name}["${name}<br/>wave ${wave}"]`),
    ...edges(release).map(([first, then]) => `  ${first} --> ${then}`),
  ].join('\n');

const asDot = (release: Release): string =>
  [
    `digraph "${release.platform}" {`,
    '  rankdir=LR;',
    ...release.components.map(({ name, wave }) => `  "${name}" [label="${name}\\nwave ${wave}"];`),
    ...edges(release).map(([first, then]) => `  "${first}" -> "${then}";`),
    '}',
  ].join('\n');

const asData = (release: Release, { objects }: GraphOptions): unknown => ({
  platform: release.platform,
  components: release.components.map(({ name, wave, dependsOn, manifests, reference }) => ({
    name,
    wave,
    dependsOn,
    ...(reference === undefined ? {} : { renderedByArgoCD: reference.repoURL }),
    ...(objects
      ? { objects: manifests.map((manifest) => ({ object: describeKey(manifest.key), wave: manifest.wave })) }
      : {}),
  })),
});

/** Shows the components and the order in which they are applied. */
export const graph = (options: GraphOptions, { cwd, terminal }: CommandContext): ExitCode => {
  const releases = loadPlatforms(options.platforms, cwd).map(
    ({ platform, extensions, pipelines, vendored }) => synthesize(platform, extensions, pipelines, vendored),
  );
  if (options.format === 'json') {
    terminal.out(
      `${JSON.stringify({ platforms: releases.map((release) => asData(release, options)) }, null, 2)}\n`,
    );
    return 0;
  }
  const draw = {
    text: (release: Release) => asText(release, options, terminal),
    mermaid: asMermaid,
    dot: asDot,
  }[options.format];
  terminal.out(`${releases.map(draw).join('\n\n')}\n`);
  return 0;
};
