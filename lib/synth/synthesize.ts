import { ApiObject, App, type Chart } from 'cdk8s';
import { argocd, bootstrap, bootstrapName, components as builtIn, outputPath } from '../../charts';
import { bootstrapFiles } from '../bootstrap';
import { fromField, type Component, type ComponentContext, type LoadedPipeline } from '../constructs';
import { keyOf, type KubernetesObject } from '../kubernetes';
import { manifestsOf, render, type ComponentTree, type Release, type RenderedComponent } from '../render';
import type { Platform } from '../platform';
import { namespaceNeeds } from './namespace-needs';
import { siteOf } from './site';

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Objects that Helm has rendered, as constructs beside the component's own. */
const addVendored = (chart: Chart, objects: readonly KubernetesObject[]): void => {
  for (const object of objects) {
    const { group, kind, namespace, name } = keyOf(object);
    new ApiObject(chart, `vendored-${[group, kind, namespace, name].join('-')}`, { ...object });
  }
};

const inApplyOrder = (components: readonly RenderedComponent[]): readonly RenderedComponent[] =>
  [...components].sort((a, b) => a.wave - b.wave || compareText(a.name, b.name));

/**
 * A platform as a release: its components are composed and rendered; then how they are delivered is derived from what
 * was rendered, and rendered too.
 * @param pipelines sources of the platform's pipelines, which somebody has read.
 * @param vendored objects that stand in place of what Argo CD would render, by component.
 * @throws Refusal for anything that cannot be rendered.
 */
export const synthesize = (
  platform: Platform,
  extensions: readonly Component[] = [],
  pipelines: readonly LoadedPipeline[] = [],
  vendored: ReadonlyMap<string, readonly KubernetesObject[]> = new Map(),
): Release => {
  const app = new App();
  const enabled = [...builtIn, ...extensions].filter((component) => component.enabled(platform));
  const byName = new Map(enabled.map((component) => [component.name, component]));
  const context: ComponentContext = { platform, namespaces: namespaceNeeds(enabled, platform), pipelines };
  const trees = enabled.map((component): ComponentTree => {
    const version = component.version?.(platform);
    const upstream = vendored.get(component.name);
    const reference = upstream === undefined ? component.reference?.(platform) : undefined;
    const chart = component.chart(app, context);
    addVendored(chart, upstream ?? []);
    return {
      name: component.name,
      namespace: component.namespace(platform),
      ...(version === undefined ? {} : { version }),
      ...(reference === undefined ? {} : { reference }),
      dependsOn: component.dependsOn,
      images: component.images?.(platform) ?? [],
      embeddedImages: component.embeddedImages?.(context) ?? [],
      chart: fromField(chart, component.field),
    };
  });
  const props = {
    platform: platform.name,
    registry: platform.spec.images.registry,
    pullSecrets: platform.spec.images.pullSecrets,
  };
  const rendered = render(trees, props);
  const delivery = {
    platform,
    components: rendered.components,
    namespacesOf: (component: string) =>
      (byName.get(component)?.namespaces(platform) ?? []).map(({ name }) => name),
    declaredDifferences: (component: string) => byName.get(component)?.ignoreDifferences?.(platform) ?? [],
  };
  const argoNamespace = platform.spec.delivery.argoCD.namespace;
  const delivered = render(
    [
      { name: 'argocd', namespace: argoNamespace, dependsOn: [], images: [], chart: argocd(app, delivery) },
      {
        name: bootstrapName(platform),
        namespace: argoNamespace,
        dependsOn: ['argocd'],
        images: [],
        chart: bootstrap(app, delivery),
      },
    ],
    {
      ...props,
      beside: rendered.components.flatMap(({ manifests }) => manifests.map(({ object }) => object)),
    },
  );
  const plainFiles = bootstrapFiles(platform, outputPath(platform));
  return {
    platform: platform.name,
    site: siteOf(platform),
    components: inApplyOrder([...rendered.components, ...delivered.components]),
    ...(plainFiles.length === 0 ? {} : { plainFiles }),
    images: rendered.images,
  };
};

/** How many objects a release has. */
export const objectCount = (release: Release): number => manifestsOf(release).length;
