import type { Diagnostic } from '../../../lib/diagnostics';
import { keyOf, type KubernetesObject } from '../../../lib/kubernetes';
import { checkRelease, type PlatformWaiver } from '../../../lib/policy';
import type { Manifest, Release, RenderedComponent, SiteNode, Waiver } from '../../../lib/render';

/** What a test says of a component; waves of objects stand in their annotations. */
export interface ComponentOf {
  readonly name: string;
  readonly wave?: number;
  readonly dependsOn?: readonly string[];
  readonly waivers?: readonly Waiver[];
  readonly objects: readonly KubernetesObject[];
}

/** What a test says of the site. Default: Kubernetes 1.34, no declared nodes. */
export interface SiteOf {
  readonly kubernetes?: string;
  readonly nodes?: readonly SiteNode[];
}

const toManifest = (object: KubernetesObject, component: string, waivers: readonly Waiver[]): Manifest => ({
  component,
  key: keyOf(object),
  object,
  wave: Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0),
  origin: { construct: `${component}/${object.metadata.name}` },
  waivers,
});

/** A release of several components. */
export const releaseOf = (
  components: readonly ComponentOf[],
  { kubernetes = '1.34', nodes = [] }: SiteOf = {},
): Release => ({
  platform: 'lab',
  site: { kubernetes, nodes },
  components: components.map(
    ({ name, wave = 0, dependsOn = [], waivers = [], objects }): RenderedComponent => ({
      name,
      namespace: name,
      wave,
      dependsOn,
      manifests: objects.map((object) => toManifest(object, name, waivers)),
    }),
  ),
  images: [],
});

/** A release of one component. */
export const oneComponent = (objects: readonly KubernetesObject[], site: SiteOf = {}): Release =>
  releaseOf([{ name: 'app', objects }], site);

/** What one rule says of a release; as `object path: got` in short. */
export const diagnosticsOf = (
  rule: string,
  release: Release,
  waivers: readonly PlatformWaiver[] = [],
): readonly Diagnostic[] =>
  checkRelease(release, { waivers }).filter((diagnostic) => diagnostic.rule === rule);

/** The places where a rule is broken, as `Kind/namespace/name path`. */
export const placesOf = (
  rule: string,
  objects: readonly KubernetesObject[],
  site: SiteOf = {},
): readonly string[] =>
  diagnosticsOf(rule, oneComponent(objects, site)).map(({ where }) =>
    where.kind === 'object' ? `${where.object} ${where.path}`.trim() : where.kind,
  );

/** The same, with what was got, for tests of messages. */
export const messagesOf = (
  rule: string,
  objects: readonly KubernetesObject[],
  site: SiteOf = {},
): readonly string[] =>
  diagnosticsOf(rule, oneComponent(objects, site)).map(({ severity, got }) => `${severity}: ${got}`);
