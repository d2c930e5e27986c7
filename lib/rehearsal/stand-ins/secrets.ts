import { stringAt } from '../../kubernetes';
import { nameOf, type Live, type Scene } from './controller';

/** A Secret that a stand-in makes. */
export interface SecretToMake {
  readonly namespace: string;
  readonly name: string;
  readonly type?: string | undefined;
  /** Values in plain text, by key. */
  readonly values: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
  /** Object that it goes away with. */
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly object: Live };
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const encoded = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, base64(value)]));

const conflict = 409;

/** The reference of an owner that controls what it owns. */
const ownerReference = ({ apiVersion, kind, object }: NonNullable<SecretToMake['owner']>): object => ({
  apiVersion,
  kind,
  name: nameOf(object),
  uid: stringAt(object, 'metadata', 'uid') ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

/** Makes a Secret; one that is there already stays as it is. */
export const makeSecret = async ({ api }: Scene, secret: SecretToMake): Promise<void> => {
  const { namespace, name, type, values, labels, annotations, immutable, owner } = secret;
  const { status, body } = await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(owner === undefined ? {} : { ownerReferences: [ownerReference(owner)] }),
    },
    ...(type === undefined ? {} : { type }),
    ...(immutable === true ? { immutable } : {}),
    data: encoded(values),
  });
  if (status >= 300 && status !== conflict)
    throw new Error(`Secret ${namespace}/${name}: ${stringAt(body, 'message') ?? status}`);
};

/** Puts values and annotations into a Secret that is there. */
export const changeSecret = async (
  { api }: Scene,
  {
    namespace,
    name,
    values,
    annotations = {},
  }: Pick<SecretToMake, 'namespace' | 'name' | 'values' | 'annotations'>,
): Promise<void> => {
  const { status, body } = await api.patch(`/api/v1/namespaces/${namespace}/secrets/${name}`, 'merge', {
    metadata: { annotations },
    data: encoded(values),
  });
  if (status >= 300 && status !== 404)
    throw new Error(`Secret ${namespace}/${name}: ${stringAt(body, 'message') ?? status}`);
};

/** The Secret with a name, or undefined. */
export const findSecret = (
  { api }: Pick<Scene, 'api'>,
  namespace: string,
  name: string,
): Promise<Live | undefined> => api.find(`/api/v1/namespaces/${namespace}/secrets/${name}`);

/** A value of a Secret in plain text. */
export const secretValue = (secret: Live | undefined, key: string): string | undefined => {
  const value = stringAt(secret, 'data', key);
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
};
