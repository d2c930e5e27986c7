import { X509Certificate } from 'node:crypto';
import type { WebhookStandIn } from '../../constructs';
import type { ApiClient } from '../../control-plane';
import { fieldAt, isRecord, listAt, stringAt, stringMapAt } from '../../kubernetes';
import type { CertificateAuthority, KeyPair } from '../stage/certificates';
import { isGoing, nameOf, namespaceOf, type Live } from './controller';
import { findSecret, secretValue } from './secrets';

/** What stands behind an address of the cluster, seen from the API server. */
export type Backend =
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'answers';
      /** `namespace/name` of the Service. */
      readonly service: string;
      readonly keyPair: KeyPair;
      /** What a client that trusts it must have. */
      readonly authority: string;
    };

/** Where backends are looked up. */
export interface Backends {
  readonly api: ApiClient;
  readonly authority: CertificateAuthority;
  readonly declared: readonly WebhookStandIn[];
}

const refused = (why: string): Backend => ({ kind: 'refused', why });

const dnsNames = (service: Live): readonly string[] => {
  const name = `${nameOf(service)}.${namespaceOf(service)}.svc`;
  return [name, `${name}.cluster.local`];
};

const hasAddress = (service: Live, host: string): boolean =>
  stringAt(service, 'spec', 'clusterIP') === host ||
  listAt(service, 'spec', 'clusterIPs').includes(host) ||
  dnsNames(service).includes(host);

const isReadyPod = (pod: Live): boolean =>
  !isGoing(pod) &&
  listAt(pod, 'status', 'conditions').some(
    (condition) => stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True',
  );

const portsOf = (pod: Live): readonly unknown[] =>
  [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')].flatMap((container) =>
    listAt(container, 'ports'),
  );

/** Whether a pod listens on what a Service's port leads to. https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
const listens = (pod: Live, target: unknown, undeclaredPorts: readonly number[]): boolean =>
  portsOf(pod).some(
    (port) => isRecord(port) && (port['containerPort'] === target || port['name'] === target),
  ) ||
  (typeof target === 'number' && undeclaredPorts.includes(target));

/** Names of the Secrets that a pod cannot start without. */
const mountedSecrets = (pod: Live): readonly string[] =>
  listAt(pod, 'spec', 'volumes')
    .flatMap((volume) => [
      ...(fieldAt(volume, 'secret', 'optional') === true
        ? []
        : [stringAt(volume, 'secret', 'secretName') ?? '']),
      ...listAt(volume, 'projected', 'sources').flatMap((source) =>
        fieldAt(source, 'secret', 'optional') === true ? [] : [stringAt(source, 'secret', 'name') ?? ''],
      ),
    ])
    .filter((name) => name !== '');

/** Names under which programs keep a certificate and its key. */
const pairs = [
  ['tls.crt', 'tls.key'],
  ['cert.pem', 'key.pem'],
] as const;

const keyPairIn = (secret: Live): KeyPair | undefined => {
  for (const [certificateKey, privateKey] of pairs) {
    const certificate = secretValue(secret, certificateKey);
    const key = secretValue(secret, privateKey);
    if (certificate !== undefined && key !== undefined) return { certificate, key };
  }
  return undefined;
};

const isFor = ({ certificate }: KeyPair, name: string): boolean => {
  try {
    return new X509Certificate(certificate).checkHost(name) !== undefined;
  } catch {
    return false;
  }
};

/**
 * The pod's own certificate where it mounts one, as the real server would present it; else one of ours. A pod that
 * mounts several presents the one for its Service; where none is, the API server will say so of the first.
 */
const certify = async (
  { authority }: Backends,
  service: Live,
  secrets: readonly Live[],
): Promise<{ readonly keyPair: KeyPair; readonly authority: string }> => {
  const own = secrets.flatMap((secret) => {
    const keyPair = keyPairIn(secret);
    return keyPair === undefined
      ? []
      : [{ keyPair, authority: secretValue(secret, 'ca.crt') ?? keyPair.certificate }];
  });
  const names = dnsNames(service);
  return (
    own.find(({ keyPair }) => names.some((name) => isFor(keyPair, name))) ??
    own[0] ?? { keyPair: await authority.issue(names), authority: authority.certificate }
  );
};

const selectorOf = (service: Live): string =>
  Object.entries(stringMapAt(service, 'spec', 'selector'))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** What a Service answers with on one of its ports, as far as everything is there that the real one needs. */
export const backendOfService = async (
  backends: Backends,
  service: Live,
  portNumber: number,
): Promise<Backend> => {
  const namespace = namespaceOf(service);
  const shown = `Service ${namespace}/${nameOf(service)}`;
  const port = listAt(service, 'spec', 'ports').find((each) => fieldAt(each, 'port') === portNumber);
  if (port === undefined) return refused(`${shown} has no port ${portNumber}`);
  const selector = selectorOf(service);
  if (selector === '') return refused(`${shown} selects no pods`);
  const pods = await backends.api.list(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`,
  );
  const ready = pods.filter(isReadyPod);
  if (ready.length === 0)
    return refused(`${shown} selects no ready pod; it selects ${pods.length} by ${selector}`);
  const target = fieldAt(port, 'targetPort') ?? portNumber;
  const more = backends.declared.find(
    (each) => each.namespace === namespace && each.service === nameOf(service),
  )?.listens;
  const pod = ready.find((each) => listens(each, target, more ?? []));
  if (pod === undefined)
    return refused(
      `port ${portNumber} of ${shown} leads to ${String(target)}, on which no container of its pods listens`,
    );
  const secrets: Live[] = [];
  for (const name of mountedSecrets(pod)) {
    const secret = await findSecret(backends, namespace, name);
    if (secret === undefined)
      return refused(`pod ${nameOf(pod)} behind ${shown} waits for Secret ${name}, which is not there`);
    secrets.push(secret);
  }
  return {
    kind: 'answers',
    service: `${namespace}/${nameOf(service)}`,
    ...(await certify(backends, service, secrets)),
  };
};

/** What answers at an address and port of the cluster. */
export const backendAt = async (backends: Backends, host: string, port: number): Promise<Backend> => {
  const service = (await backends.api.list('/api/v1/services')).find((each) => hasAddress(each, host));
  return service === undefined
    ? refused(`no Service has the address ${host}, and a rehearsal reaches nothing outside the cluster`)
    : backendOfService(backends, service, port);
};
