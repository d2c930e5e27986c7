import type { Operator, OperatorStandIn, StandIn, WebhookStandIn } from '../../constructs';
import type { ApiClient, ResourceMap } from '../../control-plane';
import { groupOf, type KubernetesObject } from '../../kubernetes';
import type { CertificateAuthority } from '../stage/certificates';
import { installDefinitions } from '../stage/install';
import { backendAt, type Backends } from './backend';
import { caInjector } from './ca-injector';
import { certManagerController } from './cert-manager';
import { runControllers, type Controller, type Scene } from './controller';
import { kindsInQuestion, neededDefinitions } from './definitions';
import type { Egress } from './egress';
import { externalSecretsController } from './external-secrets';
import { notebookController } from './notebooks';
import { openLedger, undeclared, type StandInUse } from './ledger';
import { ownBundles } from './own-bundles';
import { profileController } from './profiles';
import { readyConditions } from './ready-conditions';
import { routesController } from './routes';
import { sealedSecretsController } from './sealed-secrets';
import { snapshotController } from './snapshots';
import { whileAvailable } from './workload';

/** What stand-ins are started from. */
export interface StandInsOptions {
  readonly api: ApiClient;
  readonly resources: ResourceMap;
  readonly authority: CertificateAuthority;
  /** What the components of all trees declare. */
  readonly declared: readonly StandIn[];
  /** Real definitions that the user has given (`givenDefinitions`); they win over ones without a schema. */
  readonly definitions: readonly Readonly<Record<string, unknown>>[];
  /** The API server's way to webhooks; without one, on a cluster that somebody else has started, nobody answers them. */
  readonly egress?: Egress | undefined;
  /** Hears what a stand-in could not do, each sentence once. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Running stand-ins. */
export interface StandIns {
  /** Brings the definitions that a tree needs and nobody brings; to be called before the tree is applied. */
  readonly prepare: (objects: readonly KubernetesObject[]) => Promise<void>;
  /** Those that have acted so far, and on what. */
  readonly list: () => readonly StandInUse[];
  /** Ends them after the round that they are in; a second call does nothing. */
  readonly stop: () => Promise<void>;
}

const operators: Readonly<Record<Operator, (scene: Scene, why: string) => readonly Controller[]>> = {
  'cert-manager': (scene, why) => [certManagerController(scene, why), caInjector(scene, why)],
  'external-secrets': (scene, why) => [externalSecretsController(scene, why)],
  notebooks: (scene, why) => [notebookController(scene, why)],
  profiles: (scene, why) => [profileController(scene, why)],
  routes: (scene, why) => [routesController(scene, why)],
  'sealed-secrets': (scene, why) => [sealedSecretsController(scene, why)],
  snapshots: (scene, why) => [snapshotController(scene, why)],
};

/** Operators by the groups of their custom resources, for trees that use them though no component declares them. */
const operatorOf: Readonly<Record<string, Operator>> = {
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'external-secrets',
  'bitnami.com': 'sealed-secrets',
};

const operatorControllers = (
  scene: Scene,
  { operator, workload, because }: OperatorStandIn,
): readonly Controller[] =>
  operators[operator](scene, because).map((controller) => whileAvailable(scene, workload, controller));

/** Each operator once, though many components declare it. */
const declaredOperators = (declared: readonly StandIn[]): readonly OperatorStandIn[] => {
  const found = new Map<Operator, OperatorStandIn>();
  for (const each of declared) {
    if (each.kind === 'operator' && !found.has(each.operator)) found.set(each.operator, each);
  }
  return [...found.values()];
};

/** Stand-ins for what the platform does not bring itself; the others are for containers that real nodes would run. */
export const fromOutside = (declared: readonly StandIn[]): readonly StandIn[] =>
  declared.filter(
    (each) => each.kind === 'definitions' || (each.kind !== 'webhook' && each.workload === undefined),
  );

const once = (report: (line: string) => void): ((line: string) => void) => {
  const said = new Set<string>();
  return (line) => {
    if (said.has(line)) return;
    said.add(line);
    report(line);
  };
};

const serveWebhooks = (scene: Scene, backends: Backends, egress: Egress | undefined): void => {
  const whyOf = (service: string): string =>
    backends.declared.find((each) => `${each.namespace}/${each.service}` === service)?.because ?? undeclared;
  egress?.serve({
    backendAt: (host, port) => backendAt(backends, host, port),
    answered: (service) =>
      scene.ledger.note(`webhook backend ${service}`, whyOf(service), `Service/${service}`),
    distrusted: (service, why) =>
      scene.report(
        `webhook backend ${service}: the API server does not trust its certificate; caBundle names another authority or none (${why})`,
      ),
  });
};

/** Starts what components declare; nothing acts before there is something to act on. */
export const startStandIns = (options: StandInsOptions): StandIns => {
  const { api, resources, authority, declared, definitions, egress, signal } = options;
  const report = once(options.report);
  const ledger = openLedger();
  const scene: Scene = { api, resources, authority, ledger, report };
  const backends: Backends = {
    api,
    authority: rememberIssued(authority),
    declared: declared.filter((each): each is WebhookStandIn => each.kind === 'webhook'),
  };
  serveWebhooks(scene, backends, egress);

  const stopping = new AbortController();
  const ending = AbortSignal.any([signal, stopping.signal]);
  const running: Promise<void>[] = [];
  const playing = new Set<Operator>();
  const play = (controllers: readonly Controller[]): void => {
    if (controllers.length > 0) running.push(runControllers(controllers, report, ending));
  };
  for (const each of declaredOperators(declared)) {
    playing.add(each.operator);
    play(operatorControllers(scene, each));
  }
  play(
    declared.flatMap((each) =>
      each.kind === 'condition' ? [whileAvailable(scene, each.workload, readyConditions(scene, each))] : [],
    ),
  );
  if (backends.declared.some(({ writesCaBundle }) => writesCaBundle === true))
    play([ownBundles(scene, backends)]);

  const playUndeclared = (objects: readonly KubernetesObject[]): void => {
    for (const { apiVersion } of objects) {
      const operator = operatorOf[groupOf(apiVersion)];
      if (operator === undefined || playing.has(operator)) continue;
      playing.add(operator);
      play(operatorControllers(scene, { kind: 'operator', operator, because: undeclared }));
    }
  };
  const bring = async (objects: readonly KubernetesObject[]): Promise<void> => {
    const served = new Set<string>();
    for (const { apiVersion, kind } of kindsInQuestion(objects, declared)) {
      if ((await resources.of(apiVersion, kind)) !== undefined) served.add(`${groupOf(apiVersion)}/${kind}`);
    }
    const needed = neededDefinitions({
      objects,
      declared,
      given: definitions,
      isServed: (group, kind) => served.has(`${group}/${kind}`),
    });
    await installDefinitions(
      api,
      resources,
      needed.map(({ definition }) => definition),
      'rehearsal',
      ending,
    );
    for (const { kind, real, why } of needed)
      if (!real) ledger.note('definitions without a schema', why, kind);
  };
  return {
    prepare: async (objects) => {
      await bring(objects);
      playUndeclared(objects);
    },
    list: ledger.list,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};

/** An authority that gives the same names the same certificate: a connection must not wait for a new one each time. */
const rememberIssued = (authority: CertificateAuthority): CertificateAuthority => {
  const issued = new Map<string, ReturnType<CertificateAuthority['issue']>>();
  return {
    certificate: authority.certificate,
    issue: (names) => {
      const id = names.join();
      const pair = issued.get(id) ?? authority.issue(names);
      issued.set(id, pair);
      return pair;
    },
  };
};
