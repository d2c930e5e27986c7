import { isRecord, listAt, recordAt, stringAt, stringMapAt } from '../../kubernetes';
import {
  findObject,
  isGoing,
  listKind,
  nameOf,
  namespaceOf,
  shown,
  type Controller,
  type Live,
  type Scene,
} from './controller';
import { generated, randomText, templated } from './external-secret-values';
import { changeSecret, findSecret, makeSecret } from './secrets';
import { generationOf, isTrue, now, writeCondition, type Condition } from './status';

const group = 'external-secrets.io';
const generators = `generators.${group}/v1alpha1`;

/** The version of a kind that is served, newest first. */
const servedVersion = async (scene: Scene, kind: string): Promise<string | undefined> => {
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    if ((await scene.resources.of(`${group}/${version}`, kind)) !== undefined) return `${group}/${version}`;
  }
  return undefined;
};

/** Values from the sources of an ExternalSecret, or what stands against them. */
type Sourced =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'problem'; readonly message: string };

const problem = (message: string): Sourced => ({ kind: 'problem', message });

const fromGenerator = async (scene: Scene, reference: unknown, namespace: string): Promise<Sourced> => {
  const apiVersion = stringAt(reference, 'apiVersion') ?? generators;
  const kind = stringAt(reference, 'kind') ?? '';
  const name = stringAt(reference, 'name') ?? '';
  const generator = await findObject(scene, apiVersion, kind, { namespace, name });
  if (generator === undefined) return problem(`could not get generator ${kind}/${name}: not found`);
  const values = generated(kind, generator);
  return values === undefined
    ? problem(`no stand-in for the generator ${kind}: nobody knows its keys`)
    : { kind: 'values', values };
};

const storeProblem = async (
  scene: Scene,
  reference: unknown,
  namespace: string,
): Promise<string | undefined> => {
  const name = stringAt(reference, 'name');
  const kind = stringAt(reference, 'kind') ?? 'SecretStore';
  const version = await servedVersion(scene, kind);
  const store =
    name === undefined || version === undefined
      ? undefined
      : await findObject(scene, version, kind, {
          namespace: kind === 'SecretStore' ? namespace : undefined,
          name,
        });
  return store === undefined ? `could not get ${kind} "${name ?? ''}": not found` : undefined;
};

/** The value of one entry of `spec.data`. */
const fromEntry = async (scene: Scene, external: Live, entry: unknown): Promise<Sourced> => {
  const key = stringAt(entry, 'secretKey') ?? '';
  const namespace = namespaceOf(external);
  const generator = recordAt(entry, 'sourceRef', 'generatorRef');
  if (Object.keys(generator).length > 0) {
    const sourced = await fromGenerator(scene, generator, namespace);
    return sourced.kind === 'problem'
      ? sourced
      : { kind: 'values', values: { [key]: Object.values(sourced.values)[0] ?? '' } };
  }
  const store = recordAt(entry, 'sourceRef', 'storeRef');
  const reference = Object.keys(store).length > 0 ? store : recordAt(external, 'spec', 'secretStoreRef');
  const refused = await storeProblem(scene, reference, namespace);
  return refused === undefined ? { kind: 'values', values: { [key]: randomText() } } : problem(refused);
};

/** The values of one entry of `spec.dataFrom`; which keys a store has, only the store knows. */
const fromMany = async (scene: Scene, external: Live, entry: unknown): Promise<Sourced> => {
  const generator = recordAt(entry, 'sourceRef', 'generatorRef');
  const namespace = namespaceOf(external);
  if (Object.keys(generator).length > 0) return fromGenerator(scene, generator, namespace);
  const store = recordAt(entry, 'sourceRef', 'storeRef');
  const reference = Object.keys(store).length > 0 ? store : recordAt(external, 'spec', 'secretStoreRef');
  const refused = await storeProblem(scene, reference, namespace);
  if (refused !== undefined) return problem(refused);
  const template = JSON.stringify(recordAt(external, 'spec', 'target', 'template', 'data'));
  const named = [...template.matchAll(/\.([A-Za-z_]\w*)/g)].map(([, key = '']) => key);
  return { kind: 'values', values: Object.fromEntries(named.map((key) => [key, randomText()])) };
};

const sourcesOf = async (scene: Scene, external: Live): Promise<Sourced> => {
  const values: Record<string, string> = {};
  for (const sourced of [
    ...(await Promise.all(
      listAt(external, 'spec', 'dataFrom').map((each) => fromMany(scene, external, each)),
    )),
    ...(await Promise.all(listAt(external, 'spec', 'data').map((each) => fromEntry(scene, external, each)))),
  ]) {
    if (sourced.kind === 'problem') return sourced;
    Object.assign(values, sourced.values);
  }
  return { kind: 'values', values };
};

const synced = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' } as const;

const failed = (message: string): Condition => ({
  type: 'Ready',
  status: 'False',
  reason: 'SecretSyncedError',
  message,
});

/** Makes the target once; gives what stands against it. */
const sync = async (scene: Scene, apiVersion: string, external: Live): Promise<string | undefined> => {
  const namespace = namespaceOf(external);
  const name = stringAt(external, 'spec', 'target', 'name') ?? nameOf(external);
  const policy = stringAt(external, 'spec', 'target', 'creationPolicy') ?? 'Owner';
  const target = await findSecret(scene, namespace, name);
  if (policy === 'Merge' && target === undefined)
    return `the desired secret ${name} was not found. With creationPolicy=Merge the secret won't be created`;
  const sourced = await sourcesOf(scene, external);
  if (sourced.kind === 'problem') return sourced.message;
  const { data, missing } = templated(external, sourced.values);
  if (missing.length > 0) return `could not apply template: no value for ${[...new Set(missing)].join(', ')}`;
  if (policy === 'None') return undefined;
  const template = recordAt(external, 'spec', 'target', 'template');
  const absent = Object.fromEntries(
    Object.entries(data).filter(([key]) => stringAt(target, 'data', key) === undefined),
  );
  if (target !== undefined) {
    if (Object.keys(absent).length > 0 && target['immutable'] !== true) {
      await changeSecret(scene, { namespace, name, values: absent });
    }
    return undefined;
  }
  await makeSecret(scene, {
    namespace,
    name,
    type: stringAt(template, 'type'),
    values: data,
    labels: {
      ...stringMapAt(template, 'metadata', 'labels'),
      'reconcile.external-secrets.io/managed': 'true',
    },
    annotations: stringMapAt(template, 'metadata', 'annotations'),
    immutable: recordAt(external, 'spec', 'target')['immutable'] === true,
    ...(policy === 'Owner' ? { owner: { apiVersion, kind: 'ExternalSecret', object: external } } : {}),
  });
  return undefined;
};

/** Whether the ExternalSecret was dealt with as it is now and its Secret is still there. */
const isSettled = async (scene: Scene, external: Live): Promise<boolean> => {
  const version = stringAt(external, 'status', 'syncedResourceVersion') ?? '';
  if (!isTrue(external, 'Ready') || !version.startsWith(`${generationOf(external)}-`)) return false;
  const name = stringAt(external, 'spec', 'target', 'name') ?? nameOf(external);
  return (
    stringAt(external, 'spec', 'target', 'creationPolicy') === 'None' ||
    (await findSecret(scene, namespaceOf(external), name)) !== undefined
  );
};

/** Kinds that are ready as soon as they are there, and what their controllers say then. */
const alwaysReady: Readonly<Record<string, { readonly reason: string; readonly message: string }>> = {
  SecretStore: { reason: 'Valid', message: 'store validated' },
  ClusterSecretStore: { reason: 'Valid', message: 'store validated' },
  PushSecret: { reason: 'Synced', message: 'PushSecret synced successfully' },
  ClusterExternalSecret: { reason: 'Ready', message: '' },
};

/**
 * External Secrets: every store is valid, and the Secret of an ExternalSecret is made once with the keys that its
 * template, its entries and its generators name. Values are random, so nothing of a rehearsal is worth stealing.
 */
export const externalSecretsController = (scene: Scene, why: string): Controller => {
  const note = (kind: string, object: Live): void =>
    scene.ledger.note('operator external-secrets', why, shown(kind, object));
  const settleExternal = async (apiVersion: string, external: Live): Promise<void> => {
    if (isGoing(external) || !isRecord(external['spec']) || (await isSettled(scene, external))) return;
    const wrong = await sync(scene, apiVersion, external);
    const target = stringAt(external, 'spec', 'target', 'name') ?? nameOf(external);
    const wrote = await writeCondition(
      scene,
      apiVersion,
      'ExternalSecret',
      // A Secret that was deleted and made again is news even where the condition is the same.
      wrong === undefined ? { ...external, status: {} } : external,
      wrong === undefined ? synced : failed(wrong),
      {
        observed: false,
        rest:
          wrong === undefined
            ? {
                refreshTime: now(),
                syncedResourceVersion: `${generationOf(external)}-${randomText(32)}`,
                binding: { name: target },
              }
            : {},
      },
    );
    if (wrote) note('ExternalSecret', external);
  };
  return {
    name: 'external-secrets',
    round: async () => {
      for (const [kind, { reason, message }] of Object.entries(alwaysReady)) {
        const apiVersion = await servedVersion(scene, kind);
        if (apiVersion === undefined) continue;
        for (const object of await listKind(scene, apiVersion, kind)) {
          const condition = { type: 'Ready', status: 'True', reason, message } as const;
          const options = {
            observed: false,
            rest: kind.endsWith('SecretStore') ? { capabilities: 'ReadWrite' } : {},
          };
          if (await writeCondition(scene, apiVersion, kind, object, condition, options)) note(kind, object);
        }
      }
      const apiVersion = await servedVersion(scene, 'ExternalSecret');
      if (apiVersion === undefined) return;
      for (const external of await listKind(scene, apiVersion, 'ExternalSecret'))
        await settleExternal(apiVersion, external);
    },
  };
};
