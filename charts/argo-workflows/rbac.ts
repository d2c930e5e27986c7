import type { KubernetesObject } from '../../lib/kubernetes';
import type { Install } from '../kubeflow-pipelines/install';
import { allow, binding, role, serviceAccount, type Rule } from '../kubeflow-pipelines/parts';

const account = 'argo';
const withFinalizers = (...kinds: readonly string[]): string =>
  kinds.flatMap((kind) => [kind, `${kind}/finalizers`]).join(' ');

const leases = allow('coordination.k8s.io', 'leases', 'create get update');
const secrets = allow('core', 'secrets', 'get');

/** What the controller does to pods, claims and its own kinds. */
const workflowRules = (isClusterWide: boolean): readonly Rule[] => [
  allow('core', 'pods pods/exec', 'create get list watch update patch delete'),
  allow('core', isClusterWide ? 'configmaps namespaces' : 'configmaps', 'get watch list'),
  allow('core', withFinalizers('persistentvolumeclaims'), 'create update delete get'),
  allow(
    'argoproj.io',
    `${withFinalizers('workflows', 'workflowtasksets')} workflowartifactgctasks`,
    'get list watch update patch delete create',
  ),
  allow(
    'argoproj.io',
    withFinalizers('workflowtemplates', ...(isClusterWide ? ['clusterworkflowtemplates'] : [])),
    'get list watch',
  ),
  allow('argoproj.io', 'workflowtaskresults', 'list watch deletecollection'),
  allow('core', 'serviceaccounts', 'get list'),
];

const scheduleRules: readonly Rule[] = [
  allow('argoproj.io', withFinalizers('cronworkflows'), 'get list watch update patch delete'),
  allow('core', 'events', 'create patch'),
  allow('policy', 'poddisruptionbudgets', 'create get delete'),
];

const inOneNamespace: readonly Rule[] = [leases, ...workflowRules(false), secrets, ...scheduleRules];

const inAllNamespaces: readonly Rule[] = [
  ...workflowRules(true),
  ...scheduleRules,
  allow('core', 'secrets', 'get', 'argo-workflows-agent-ca-certificates'),
];

const kinds = withFinalizers(
  'workflows',
  'workfloweventbindings',
  'workflowtemplates',
  'cronworkflows',
  'clusterworkflowtemplates',
);
const results = withFinalizers('workflowtaskresults');
const write = 'create delete deletecollection get list patch update watch';

/** What people who may view, edit or administer a namespace may do with workflows in it. */
const aggregated: readonly (readonly [string, Rule])[] = [
  ['admin', allow('argoproj.io', `${kinds} ${withFinalizers('workflowtasksets')} ${results}`, write)],
  ['edit', allow('argoproj.io', `${kinds} ${results}`, write)],
  ['view', allow('argoproj.io', `${kinds} ${results}`, 'get list watch')],
];

const clusterWide = (namespace: string): readonly KubernetesObject[] => [
  ...aggregated.map(([level, rule]) =>
    role(`argo-aggregate-to-${level}`, undefined, [rule], {
      [`rbac.authorization.k8s.io/aggregate-to-${level}`]: 'true',
    }),
  ),
  role('argo-cluster-role', undefined, inAllNamespaces),
  binding('argo-binding', undefined, 'argo-cluster-role', { account, namespace }),
];

/** The controller's account and rights: in its namespace, or, with many users, in all. */
export const controllerAccess = ({ namespace, multiUser }: Install): readonly KubernetesObject[] => [
  serviceAccount(account, namespace),
  role('argo-role', namespace, multiUser ? [leases, secrets] : inOneNamespace),
  binding('argo-binding', namespace, 'argo-role', { account, namespace }),
  ...(multiUser ? clusterWide(namespace) : []),
];
