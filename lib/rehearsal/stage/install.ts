import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parse } from 'yaml';
import type { ApiClient, ResourceMap } from '../../control-plane';
import { isRecord, listAt, stringAt } from '../../kubernetes';
import { until } from '../../program';
import type { Delivery } from './delivery';

/** Owner of what Argo CD's own installation brings. */
const installer = 'argocd-install';

const partOf = { 'app.kubernetes.io/part-of': 'argocd' };

const named = (
  { namespace }: Delivery,
  apiVersion: string,
  kind: string,
  name: string,
  rest: object,
  labels: Readonly<Record<string, string>> = partOf,
): object => ({ apiVersion, kind, metadata: { name, namespace, labels }, ...rest });

/** What stands in the namespace after Argo CD was installed, as far as its controller needs it. */
const installation = (delivery: Delivery, proxy: string): readonly object[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: delivery.namespace } },
  named(delivery, 'v1', 'ConfigMap', 'argocd-cm', {}),
  named(delivery, 'v1', 'ConfigMap', 'argocd-rbac-cm', {}),
  named(delivery, 'v1', 'Secret', 'argocd-secret', {
    stringData: { 'server.secretkey': randomBytes(16).toString('hex') },
  }),
  // Argo CD's place for what it needs to reach a repository: here, a proxy that has it.
  named(
    delivery,
    'v1',
    'Secret',
    'rehearsal-repository',
    { stringData: { type: 'git', url: delivery.repoURL, proxy, insecure: 'true' } },
    { 'argocd.argoproj.io/secret-type': 'repository' },
  ),
  named(
    delivery,
    'argoproj.io/v1alpha1',
    'AppProject',
    'default',
    {
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
    {},
  ),
];

/** Applies an object server-side; throws with the API server's words when it refuses. */
export const applyObject = async (
  api: ApiClient,
  resources: ResourceMap,
  object: unknown,
  manager: string,
): Promise<readonly string[]> => {
  const kind = stringAt(object, 'kind') ?? '';
  const name = stringAt(object, 'metadata', 'name') ?? '';
  const resource = await resources.of(stringAt(object, 'apiVersion') ?? '', kind);
  if (resource === undefined || !isRecord(object))
    throw new Error(`${kind}/${name}: the API server does not know this kind`);
  const path = resource.path({ namespace: stringAt(object, 'metadata', 'namespace'), name });
  const { status, body, warnings } = await api.patch(
    `${path}?fieldManager=${manager}&force=true`,
    'apply',
    object,
  );
  if (status >= 300) throw new Error(`${kind}/${name}: ${stringAt(body, 'message') ?? String(status)}`);
  return warnings;
};

const isEstablished = (definition: unknown): boolean =>
  listAt(definition, 'status', 'conditions').some(
    (condition) => stringAt(condition, 'type') === 'Established' && stringAt(condition, 'status') === 'True',
  );

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Applies definitions and waits until their kinds are served. */
export const installDefinitions = async (
  api: ApiClient,
  resources: ResourceMap,
  definitions: readonly object[],
  manager: string,
  signal: AbortSignal | undefined,
): Promise<void> => {
  for (const definition of definitions) await applyObject(api, resources, definition, manager);
  const names = definitions.flatMap((definition) => stringAt(definition, 'metadata', 'name') ?? []);
  await until(
    'all definitions are established',
    async () => {
      const live = await api.list(definitionsPath);
      const done = new Set(live.filter(isEstablished).map((each) => stringAt(each, 'metadata', 'name')));
      return names.every((name) => done.has(name)) ? true : undefined;
    },
    { seconds: 30, signal },
  );
  for (const definition of definitions) {
    const version = listAt(definition, 'spec', 'versions').find(
      (each) => isRecord(each) && each['served'] !== false,
    );
    const apiVersion = `${stringAt(definition, 'spec', 'group') ?? ''}/${stringAt(version, 'name') ?? ''}`;
    const kind = stringAt(definition, 'spec', 'names', 'kind') ?? '';
    await until(`${kind} is served`, () => resources.of(apiVersion, kind), { seconds: 15, signal });
  }
};

/** The definitions in a folder of YAML files. */
export const definitionsIn = (folder: string): readonly object[] =>
  readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file): unknown => parse(readFileSync(join(folder, file), 'utf8')))
    .filter((value) => isRecord(value))
    .filter((value) => value['kind'] === 'CustomResourceDefinition');

/** Leaves the cluster as Argo CD's own installation leaves it. */
export const installArgoCd = async (
  api: ApiClient,
  resources: ResourceMap,
  delivery: Delivery,
  settings: {
    readonly definitions: string;
    readonly proxy: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> => {
  await installDefinitions(api, resources, definitionsIn(settings.definitions), installer, settings.signal);
  for (const object of installation(delivery, settings.proxy))
    await applyObject(api, resources, object, installer);
};
