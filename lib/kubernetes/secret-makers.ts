import { groupOf, listAt, recordAt, stringAt, type KubernetesObject } from './object';

/** A Secret that the cluster makes because of another object. */
export interface MadeSecret {
  readonly namespace: string;
  readonly name: string;
  /** Its keys; undefined where only the cluster will know them. */
  readonly keys: readonly string[] | undefined;
}

const externalSecretKeys = (object: KubernetesObject): readonly string[] | undefined => {
  const template = Object.keys(recordAt(object, 'spec', 'target', 'template', 'data'));
  const replaced =
    template.length > 0 && stringAt(object, 'spec', 'target', 'template', 'mergePolicy') !== 'Merge';
  if (listAt(object, 'spec', 'target', 'template', 'templateFrom').length > 0) return undefined;
  if (replaced) return template;
  if (listAt(object, 'spec', 'dataFrom').length > 0) return undefined;
  return [
    ...template,
    ...listAt(object, 'spec', 'data').flatMap((entry) => stringAt(entry, 'secretKey') ?? []),
  ];
};

const certificateKeys = (object: KubernetesObject): readonly string[] | undefined =>
  Object.keys(recordAt(object, 'spec', 'keystores')).length > 0 ||
  listAt(object, 'spec', 'additionalOutputFormats').length > 0
    ? undefined
    : ['tls.crt', 'tls.key', 'ca.crt'];

const ingressCertificates = (object: KubernetesObject): readonly MadeSecret[] => {
  const annotations = object.metadata.annotations ?? {};
  const isIssued = [
    'cert-manager.io/issuer',
    'cert-manager.io/cluster-issuer',
    'kubernetes.io/tls-acme',
  ].some((key) => annotations[key] !== undefined);
  const namespace = object.metadata.namespace ?? '';
  if (!isIssued) return [];
  const names = [
    ...listAt(object, 'spec', 'tls').map((tls) => stringAt(tls, 'secretName')),
    ...listAt(object, 'spec', 'listeners').flatMap((listener) =>
      listAt(listener, 'tls', 'certificateRefs').map((reference) => stringAt(reference, 'name')),
    ),
  ];
  return names.flatMap((name) =>
    name === undefined ? [] : [{ namespace, name, keys: ['tls.crt', 'tls.key', 'ca.crt'] }],
  );
};

/**
 * The Secrets that controllers make of an object. Sources: the APIs of External Secrets, Sealed Secrets and
 * cert-manager (Certificates, and annotations on Ingresses and Gateways).
 */
export const secretsMadeOf = (object: KubernetesObject): readonly MadeSecret[] => {
  const { name, namespace = '' } = object.metadata;
  switch (`${groupOf(object.apiVersion)}/${object.kind}`) {
    case 'external-secrets.io/ExternalSecret':
      return [
        {
          namespace,
          name: stringAt(object, 'spec', 'target', 'name') ?? name,
          keys: externalSecretKeys(object),
        },
      ];
    case 'bitnami.com/SealedSecret':
      return [
        {
          namespace,
          name: stringAt(object, 'spec', 'template', 'metadata', 'name') ?? name,
          keys: Object.keys({
            ...recordAt(object, 'spec', 'encryptedData'),
            ...recordAt(object, 'spec', 'template', 'data'),
          }),
        },
      ];
    case 'cert-manager.io/Certificate': {
      const secretName = stringAt(object, 'spec', 'secretName');
      return secretName === undefined ? [] : [{ namespace, name: secretName, keys: certificateKeys(object) }];
    }
    case 'networking.k8s.io/Ingress':
    case 'gateway.networking.k8s.io/Gateway':
      return ingressCertificates(object);
    default:
      return [];
  }
};
