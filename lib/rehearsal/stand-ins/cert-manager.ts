import { listAt, recordAt, stringAt, stringMapAt } from '../../kubernetes';
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
import { changeSecret, findSecret, makeSecret } from './secrets';
import { isTrue, writeCondition, type Condition } from './status';

const api = 'cert-manager.io/v1';

/** Where a ClusterIssuer looks for its Secrets. https://cert-manager.io/docs/configuration/ */
const clusterResources = 'cert-manager';

const issuerCondition = async (scene: Scene, issuer: Live): Promise<Condition> => {
  const authority = stringAt(issuer, 'spec', 'ca', 'secretName');
  const namespace = namespaceOf(issuer) || clusterResources;
  if (authority === undefined || (await findSecret(scene, namespace, authority)) !== undefined) {
    return { type: 'Ready', status: 'True', reason: 'IsReady', message: 'a stand-in: nobody was asked' };
  }
  return {
    type: 'Ready',
    status: 'False',
    reason: 'ErrGetKeyPair',
    message: `Error getting keypair for CA issuer: secret "${authority}" not found`,
  };
};

/** Names that a certificate is for. */
const subjectsOf = (certificate: Live): readonly string[] => {
  const names = [
    ...listAt(certificate, 'spec', 'dnsNames'),
    ...listAt(certificate, 'spec', 'ipAddresses'),
  ].filter((name): name is string => typeof name === 'string');
  return names.length > 0 ? names : [stringAt(certificate, 'spec', 'commonName') ?? nameOf(certificate)];
};

const issuerOf = (scene: Scene, certificate: Live): Promise<Live | undefined> => {
  const kind = stringAt(certificate, 'spec', 'issuerRef', 'kind') ?? 'Issuer';
  const name = stringAt(certificate, 'spec', 'issuerRef', 'name') ?? '';
  return findObject(scene, api, kind, {
    namespace: kind === 'Issuer' ? namespaceOf(certificate) : undefined,
    name,
  });
};

/** Issuers of other groups have controllers of their own, which nobody plays. */
const isOurs = (certificate: Live): boolean =>
  (stringAt(certificate, 'spec', 'issuerRef', 'group') ?? 'cert-manager.io') === 'cert-manager.io';

/** Where the Secret says for whom its certificate was issued. */
const namesAnnotation = 'cert-manager.io/alt-names';

/** Whether a Secret has a certificate for the names that are wanted now; one that nobody has annotated is taken as it is. */
const isFor = (secret: Live, subjects: readonly string[]): boolean => {
  const names = stringMapAt(secret, 'metadata', 'annotations')[namesAnnotation];
  return names === undefined || names === subjects.join(',');
};

const issue = async (
  scene: Scene,
  certificate: Live,
  secretName: string,
  there: Live | undefined,
): Promise<void> => {
  const subjects = subjectsOf(certificate);
  const { certificate: tls, key } = await scene.authority.issue(subjects);
  const template = recordAt(certificate, 'spec', 'secretTemplate');
  const secret = {
    namespace: namespaceOf(certificate),
    name: secretName,
    type: 'kubernetes.io/tls',
    values: { 'tls.crt': tls, 'tls.key': key, 'ca.crt': scene.authority.certificate },
    labels: { ...stringMapAt(template, 'labels'), 'controller.cert-manager.io/fao': 'true' },
    annotations: {
      ...stringMapAt(template, 'annotations'),
      'cert-manager.io/certificate-name': nameOf(certificate),
      [namesAnnotation]: subjects.join(','),
    },
  };
  await (there === undefined ? makeSecret(scene, secret) : changeSecret(scene, secret));
};

const certify = async (scene: Scene, certificate: Live): Promise<boolean> => {
  const secretName = stringAt(certificate, 'spec', 'secretName');
  if (secretName === undefined) return false;
  const there = await findSecret(scene, namespaceOf(certificate), secretName);
  const done = there !== undefined && isFor(there, subjectsOf(certificate));
  const issuer = done ? undefined : await issuerOf(scene, certificate);
  if (!done && (issuer === undefined || !isTrue(issuer, 'Ready'))) {
    return writeCondition(scene, api, 'Certificate', certificate, {
      type: 'Ready',
      status: 'False',
      reason: 'DoesNotExist',
      message: 'Issuing certificate as Secret does not exist',
    });
  }
  if (!done) await issue(scene, certificate, secretName, there);
  const made = await writeCondition(
    scene,
    api,
    'Certificate',
    certificate,
    {
      type: 'Ready',
      status: 'True',
      reason: 'Ready',
      message: 'Certificate is up to date and has not expired',
    },
    { rest: { revision: 1 } },
  );
  return made || !done;
};

const shims = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer'] as const;

/** The Certificates that annotations of an Ingress ask for. https://cert-manager.io/docs/usage/ingress/ */
const shimCertificates = (ingress: Live): readonly object[] => {
  const annotations = stringMapAt(ingress, 'metadata', 'annotations');
  const annotation = shims.find((key) => annotations[key] !== undefined);
  if (annotation === undefined) return [];
  return listAt(ingress, 'spec', 'tls').flatMap((tls) => {
    const secretName = stringAt(tls, 'secretName');
    if (secretName === undefined) return [];
    return [
      {
        apiVersion: api,
        kind: 'Certificate',
        metadata: {
          name: secretName,
          namespace: namespaceOf(ingress),
          ownerReferences: [
            {
              apiVersion: 'networking.k8s.io/v1',
              kind: 'Ingress',
              name: nameOf(ingress),
              uid: stringAt(ingress, 'metadata', 'uid') ?? '',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        spec: {
          secretName,
          dnsNames: listAt(tls, 'hosts'),
          issuerRef: {
            group: 'cert-manager.io',
            kind: annotation === 'cert-manager.io/issuer' ? 'Issuer' : 'ClusterIssuer',
            name: annotations[annotation],
          },
        },
      },
    ];
  });
};

/**
 * cert-manager: Issuers are ready where their Secret is there, Certificates where their Issuer is, and each Secret is
 * made once, with a certificate that is really issued, by the rehearsal's own authority whatever the Issuer says.
 */
export const certManagerController = (scene: Scene, why: string): Controller => {
  const note = (kind: string, object: Live): void =>
    scene.ledger.note('operator cert-manager', why, shown(kind, object));
  const ensureShims = async (): Promise<void> => {
    const collection = (await scene.resources.of(api, 'Certificate'))?.collection;
    if (collection === undefined) return;
    for (const ingress of await listKind(scene, 'networking.k8s.io/v1', 'Ingress')) {
      const wanted = shimCertificates(ingress);
      if (wanted.length === 0 || isGoing(ingress)) continue;
      const there = await listKind(scene, api, 'Certificate', namespaceOf(ingress));
      for (const certificate of wanted) {
        const name = stringAt(certificate, 'metadata', 'name') ?? '';
        if (!there.some((each) => nameOf(each) === name))
          await scene.api.create(collection(namespaceOf(ingress)), certificate);
      }
    }
  };
  return {
    name: 'cert-manager',
    round: async () => {
      await ensureShims();
      for (const kind of ['Issuer', 'ClusterIssuer']) {
        for (const issuer of await listKind(scene, api, kind)) {
          if (await writeCondition(scene, api, kind, issuer, await issuerCondition(scene, issuer)))
            note(kind, issuer);
        }
      }
      for (const certificate of await listKind(scene, api, 'Certificate')) {
        if (!isGoing(certificate) && isOurs(certificate) && (await certify(scene, certificate)))
          note('Certificate', certificate);
      }
    },
  };
};
