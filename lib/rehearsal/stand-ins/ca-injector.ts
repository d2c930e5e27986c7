import { fieldAt, isRecord, listAt, stringAt, stringMapAt } from '../../kubernetes';
import { findObject, listKind, nameOf, shown, type Controller, type Live, type Scene } from './controller';
import { findSecret, secretValue } from './secrets';

/** Kinds whose objects carry the certificate of an authority, and the JSON pointers of the places. */
const carriers: readonly {
  readonly apiVersion: string;
  readonly kind: string;
  readonly holders: (object: Live) => readonly string[];
}[] = [
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    holders: (object: Live) =>
      listAt(object, 'webhooks').map((_webhook, index) => `/webhooks/${index}/clientConfig`),
  })),
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    holders: (object) =>
      isRecord(fieldAt(object, 'spec', 'conversion', 'webhook', 'clientConfig'))
        ? ['/spec/conversion/webhook/clientConfig']
        : [],
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    holders: (object) =>
      isRecord(fieldAt(object, 'spec', 'service')) &&
      fieldAt(object, 'spec', 'insecureSkipTLSVerify') !== true
        ? ['/spec']
        : [],
  },
];

const split = (reference: string): { readonly namespace: string; readonly name: string } => {
  const [namespace = '', name = ''] = reference.split('/');
  return { namespace, name };
};

/** The certificate that an object's annotations ask for; undefined while it is not there. https://cert-manager.io/docs/concepts/ca-injector/ */
const wantedBundle = async (
  scene: Scene,
  annotations: Readonly<Record<string, string>>,
): Promise<string | undefined> => {
  const certificate = annotations['cert-manager.io/inject-ca-from'];
  if (certificate !== undefined) {
    const key = split(certificate);
    const found = await findObject(scene, 'cert-manager.io/v1', 'Certificate', key);
    const secret = stringAt(found, 'spec', 'secretName');
    return secret === undefined
      ? undefined
      : secretValue(await findSecret(scene, key.namespace, secret), 'ca.crt');
  }
  const reference = annotations['cert-manager.io/inject-ca-from-secret'];
  if (reference !== undefined) {
    const { namespace, name } = split(reference);
    const secret = await findSecret(scene, namespace, name);
    const allowed =
      stringMapAt(secret, 'metadata', 'annotations')['cert-manager.io/allow-direct-injection'] === 'true';
    return allowed ? secretValue(secret, 'ca.crt') : undefined;
  }
  if (annotations['cert-manager.io/inject-apiserver-ca'] === 'true') {
    const published = await scene.api.find('/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt');
    return stringAt(published, 'data', 'ca.crt');
  }
  return undefined;
};

const pathIn = (pointer: string): readonly (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** Puts a certificate where an object carries it and does not have it yet; says whether it wrote. */
export const writeBundle = async (
  scene: Scene,
  apiVersion: string,
  kind: string,
  object: Live,
  holders: readonly string[],
  bundle: string,
  manager: string,
): Promise<boolean> => {
  const value = Buffer.from(bundle, 'utf8').toString('base64');
  const missing = holders.filter((holder) => stringAt(object, ...pathIn(holder), 'caBundle') !== value);
  const resource = await scene.resources.of(apiVersion, kind);
  if (missing.length === 0 || resource === undefined) return false;
  const { status, body } = await scene.api.patch(
    `${resource.path({ name: nameOf(object) })}?fieldManager=${manager}`,
    'json',
    missing.map((holder) => ({ op: 'add', path: `${holder}/caBundle`, value })),
  );
  if (status >= 300 && status !== 404)
    throw new Error(`${kind}/${nameOf(object)}: ${stringAt(body, 'message') ?? status}`);
  return true;
};

/** cert-manager's injector: writes the authority of a certificate into the objects that ask for it. */
export const caInjector = (scene: Scene, why: string): Controller => ({
  name: 'cert-manager cainjector',
  round: async () => {
    for (const { apiVersion, kind, holders } of carriers) {
      for (const object of await listKind(scene, apiVersion, kind)) {
        const annotations = stringMapAt(object, 'metadata', 'annotations');
        if (!Object.keys(annotations).some((key) => key.startsWith('cert-manager.io/inject-'))) continue;
        const bundle = await wantedBundle(scene, annotations);
        if (bundle === undefined) continue;
        const wrote = await writeBundle(
          scene,
          apiVersion,
          kind,
          object,
          holders(object),
          bundle,
          'cert-manager-cainjector',
        );
        if (wrote) scene.ledger.note('operator cert-manager', why, shown(kind, object));
      }
    }
  },
});
