import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ComponentChart, fromField, type IgnoredDifference } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import type { RenderedComponent } from '../../lib/render';
import { addApplication } from './application';
import { addAppProject, leastPrivilege, wholeNamespaces } from './app-project';
import { healthChecks } from './health';
import { knownMutations } from './mutators';
import { applicationName, bootstrapName, outputPath, ownCluster, rootName } from './names';

export { bootstrapName, outputPath } from './names';

/** What the delivery charts are made from: the other components as they were rendered. */
export interface DeliveryProps {
  readonly platform: Platform;
  readonly components: readonly RenderedComponent[];
  /** Differences that a component has declared itself. */
  /** Namespaces that a component says it needs. */
  readonly namespacesOf: (component: string) => readonly string[];
  readonly declaredDifferences: (component: string) => readonly IgnoredDifference[];
}

const isNested = (component: RenderedComponent): boolean =>
  component.manifests.some(({ key }) => key.namespace !== '' && key.namespace !== component.namespace);

/**
 * `argocd-cm` as far as the platform needs it; server-side apply leaves the rest of it to whoever installed Argo CD,
 * which only reads ConfigMaps with this label.
 */
const addSettings = (chart: Construct, { platform, components }: DeliveryProps): k8s.KubeConfigMap =>
  new k8s.KubeConfigMap(chart, 'argocd-cm', {
    metadata: {
      name: 'argocd-cm',
      namespace: platform.spec.delivery.argoCD.namespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
    data: { 'application.resourceTrackingMethod': 'annotation', ...healthChecks(components) },
  });

/** One AppProject and one Application per component, in the order that its dependencies ask for. */
export const argocd = (scope: Construct, props: DeliveryProps): Chart => {
  const { platform, components, declaredDifferences, namespacesOf } = props;
  const { delivery } = platform.spec;
  const chart = fromField(
    new ComponentChart(scope, 'argocd', { namespace: delivery.argoCD.namespace }),
    'spec.delivery',
  );
  const settings = addSettings(chart, props);
  const applications = new Map(
    components.map((component) => {
      const name = applicationName(platform, component.name);
      const project = addAppProject(chart, `project-${component.name}`, platform, {
        name,
        description: `What component ${component.name} of platform ${platform.name} may apply, and where.`,
        server: delivery.cluster,
        repositories: [component.reference?.repoURL ?? delivery.repoURL],
        ...(component.reference === undefined
          ? leastPrivilege(component)
          : wholeNamespaces([component.namespace, ...namespacesOf(component.name)])),
      });
      const application = addApplication(chart, component.name, platform, {
        name,
        project: name,
        source: component.reference ?? {
          kind: 'folder',
          path: `${outputPath(platform)}/${component.name}`,
          recurse: isNested(component),
        },
        server: delivery.cluster,
        namespace: component.namespace,
        ignoreDifferences: [...declaredDifferences(component.name), ...knownMutations(component)],
      });
      application.addDependency(settings, project);
      return [component.name, application];
    }),
  );
  for (const { name, dependsOn } of components) {
    for (const other of dependsOn) {
      const first = applications.get(other);
      if (first !== undefined) applications.get(name)?.addDependency(first);
    }
  }
  return chart;
};

/** What a person applies once: the root Application, which applies the folder `argocd`, and its project. */
export const bootstrap = (scope: Construct, { platform }: DeliveryProps): Chart => {
  const { delivery } = platform.spec;
  const chart = fromField(
    new ComponentChart(scope, bootstrapName(platform), { namespace: delivery.argoCD.namespace }),
    'spec.delivery',
  );
  const name = rootName(platform);
  const project = addAppProject(chart, 'project', platform, {
    name,
    description: `Projects and Applications of platform ${platform.name}, and nothing else.`,
    server: ownCluster,
    repositories: [delivery.repoURL],
    namespaces: [delivery.argoCD.namespace],
    clusterKinds: [],
    namespacedKinds: [
      { group: '', kind: 'ConfigMap' },
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
    ],
  });
  const root = addApplication(chart, 'root', platform, {
    name,
    project: name,
    source: { kind: 'folder', path: `${outputPath(platform)}/argocd`, recurse: false },
    server: ownCluster,
    namespace: delivery.argoCD.namespace,
    ignoreDifferences: [],
  });
  root.addDependency(project);
  return chart;
};
