import type { Chart } from 'cdk8s';
import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import { ComponentChart } from '../../lib/constructs';
import { Refusal } from '../../lib/diagnostics';
import { describeKey } from '../../lib/kubernetes';
import { render, type ComponentTree, type Manifest, type Rendered, type RenderProps } from '../../lib/render';

/** Builds one component's objects. */
export type Build = (chart: Construct) => void;

/** Components by name, each with what it builds and what it declares to come after. */
export type Builds = Readonly<
  Record<
    string,
    | Build
    | { readonly build: Build; readonly dependsOn: readonly string[]; readonly images?: readonly string[] }
  >
>;

/** Rendering of some components in one app. */
export const rendered = (builds: Builds, props: Partial<RenderProps> = {}): Rendered => {
  const app = new App();
  const trees = Object.entries(builds).map(([name, entry]): ComponentTree => {
    const chart: Chart = new ComponentChart(app, name, { namespace: name });
    const { build, dependsOn, images } =
      typeof entry === 'function' ? { build: entry, dependsOn: [], images: undefined } : entry;
    build(chart);
    return { name, namespace: name, dependsOn, images: images ?? [], chart };
  });
  return render(trees, { platform: 'test', registry: undefined, pullSecrets: [], ...props });
};

/** All manifests. */
export const manifests = (result: Rendered): readonly Manifest[] =>
  result.components.flatMap((component) => component.manifests);

/** `Kind/namespace/name` with the wave in its component. */
export const wavesOf = (result: Rendered): Readonly<Record<string, number>> =>
  Object.fromEntries(manifests(result).map(({ key, wave }) => [describeKey(key), wave]));

/** What rendering is refused with. */
export const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    if (Refusal.is(error)) return error;
    throw error;
  }
  throw new Error('not refused');
};

/** A plain object; its id in the tree is its kind and name. */
export const object = (
  scope: Construct,
  apiVersion: string,
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): ApiObject =>
  new ApiObject(scope, `${kind}-${name}`, { apiVersion, kind, metadata: { name, ...metadata }, ...rest });

/** A Deployment whose pods mount or name what is asked. */
export const deployment = (
  scope: Construct,
  name: string,
  podSpec: Record<string, unknown> = {},
  container: Record<string, unknown> = {},
): ApiObject =>
  object(scope, 'apps/v1', 'Deployment', name, {
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'docker.io/example/app:1', ...container }], ...podSpec },
      },
    },
  });
