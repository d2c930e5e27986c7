import type { Difference } from './compare';

/** Why Drydock's install is not upstream's in some fields. */
export interface Reason {
  /** What is different, as a heading. */
  readonly what: string;
  readonly why: string;
  /** Objects, as `Kind/namespace/name`. */
  readonly objects: RegExp;
  /** Fields; the empty path is the object itself. Default: any. */
  readonly fields?: RegExp;
  /** The one of upstream's installs that it is about. Default: all. */
  readonly variant?: string;
}

const any = /^/;
const workloads = /^(Deployment|StatefulSet)\//;
const container = String.raw`^spec\.template\.spec\.(containers|initContainers)\[[^\]]+\]`;
const inContainer = (rest: string): RegExp => new RegExp(`${container}${rest}`);

/**
 * Every difference that Drydock makes on purpose. The first reason that fits a difference is the one that is listed;
 * a difference without a reason fails the tests, and so does a reason without a difference.
 */
export const reasons: readonly Reason[] = [
  {
    what: 'No `includeSelectors` labels',
    why: 'Upstream’s kustomizations put their labels into selectors, which cannot be changed later: a new label means that the workload is deleted and made anew. Selectors here hold the one label that names the workload.',
    objects: any,
    fields:
      /(^metadata|selector\.matchLabels|template\.metadata|^spec\.selector)(\.labels)?\.?(application-crd-id|app\.kubernetes\.io\/component|kustomize\.component)$|(selector\.matchLabels|spec\.template\.metadata\.labels|^spec\.selector)\.app\.kubernetes\.io\/name$/,
  },
  {
    what: 'The labels that tools know',
    why: 'Every object says what it is part of and that Drydock manages it, on the object only, so that no pod restarts for it.',
    objects: any,
    fields: /^metadata\.labels(\.app\.kubernetes\.io\/(name|part-of|managed-by|version))?$/,
  },
  {
    what: 'Sync waves',
    why: 'Argo CD applies accounts before bindings, databases before servers, and the webhook after the server behind it.',
    objects: any,
    fields: /^metadata\.annotations\.argocd\.argoproj\.io\/sync-wave$/,
  },
  {
    what: 'Data and definitions survive',
    why: 'Neither pruning nor deleting the Application may take claims, or the definitions with every object of their kind.',
    objects: /^(PersistentVolumeClaim|CustomResourceDefinition)\//,
    fields: /^metadata\.annotations\.argocd\.argoproj\.io\/sync-options$/,
  },
  {
    what: 'Ports say their protocol',
    why: 'The API server fills in TCP and merges ports by it; written out, Argo CD finds no difference.',
    objects: any,
    fields: /ports\[[^\]]+\]\.protocol$/,
  },
  {
    what: 'No Secret in Git',
    why: 'Upstream commits a root user without a password and keys that everybody knows. Here the External Secrets Operator makes them once inside the cluster (`credentials` offers a store, a sealed or an existing Secret instead).',
    objects: /^(Secret|ExternalSecret|Password)\//,
  },
  {
    what: 'The database has a password',
    why: 'MySQL starts with the generated password for root, PostgreSQL with the generated user and password, from the same Secret that the services read.',
    objects:
      /^Deployment\/[^/]+\/(mysql|postgres|metadata-postgres-db|metadata-grpc-deployment)$|^ConfigMap\/[^/]+\/metadata-postgres-db-parameters$/,
    fields: inContainer(
      String.raw`(\.env(\[\]|\[(MYSQL_|POSTGRES_|PGDATA)\w*\](#|\.(name|value|valueFrom\.\w+\.\w+)))?|\.envFrom.*)$|^$`,
    ),
  },
  {
    what: 'Claims name their class',
    why: 'Which class is the default may change, or none may be; a claim keeps the one that it was made with.',
    objects: /^PersistentVolumeClaim\//,
    fields: /^spec\.storageClassName$/,
  },
  {
    what: 'The number of pods is said',
    why: 'Argo CD puts back what somebody has scaled by hand only where the number stands in Git.',
    objects: workloads,
    fields: /^spec\.replicas$/,
  },
  {
    what: 'Images are pulled once',
    why: 'A tag is fixed once it is published; pulling it at every start only needs the registry to be up.',
    objects: workloads,
    fields: inContainer(String.raw`\.imagePullPolicy$`),
  },
  {
    what: 'Every container has requests and a limit of memory',
    why: 'The scheduler counts requests, and a quota asks for them; a leak hurts the workload that has it and not its node.',
    objects: workloads,
    fields: inContainer(String.raw`\.resources(\.|$)`),
  },
  {
    what: 'No token where none is used',
    why: 'Servers that never ask the API server get no credential for it.',
    objects: workloads,
    fields: /^spec\.template\.spec\.automountServiceAccountToken$/,
  },
  {
    what: 'Servers are found by name',
    why: 'Upstream relies on the variables that Kubernetes makes of Services that are older than the pod; after a restore in another order they are missing.',
    objects: /^Deployment\/[^/]+\/ml-pipeline(-ui)?$/,
    fields: inContainer(String.raw`\.env(\[\]|\[(ML_PIPELINE_|METADATA_ENVOY_)\w+\](#|\.name|\.value))$`),
  },
  {
    what: 'The cache webhook is declared',
    why: 'Upstream’s deployer fetches kubectl from the internet, signs its own certificate with the cluster’s signer and registers the webhook behind Git’s back. Here cert-manager makes the certificate and injects its CA, and the webhook stands in Git (`cache.upstreamCacheDeployer` brings the deployer back).',
    objects:
      /cache-deployer|^(Issuer|Certificate)\/[^/]+\/kfp-cache|^MutatingWebhookConfiguration\/cache-webhook|^Deployment\/[^/]+\/cache-server$/,
    fields: inContainer(String.raw`\.args(\[\]|\[\d+\])$|^$`),
  },
  {
    what: 'The image of cached steps has a tag',
    why: 'Without one it is `latest`, which changes under everybody’s feet and which no mirror can be complete for.',
    objects: /^ConfigMap\/[^/]+\/pipeline-install-config$/,
    fields: /^data\.cacheImage$/,
  },
  {
    what: 'Network policies',
    why: 'The namespace is closed but for what is opened here: each server for its callers, and the object store for this namespace only unless there are profiles.',
    objects: /^NetworkPolicy\//,
  },
  {
    what: 'Steps may do what pipelines need',
    why: 'Upstream lets every step run commands in other pods and change any Deployment of the namespace, also kinds that nobody has installed (`stepRights: upstream` brings that back).',
    objects: /^Role\/[^/]+\/pipeline-runner$/,
    fields: /^rules/,
  },
  {
    what: 'The viewer controller names its groups',
    why: 'A star for the group covers kinds that do not exist yet; it makes Deployments and Services.',
    objects: /^(Cluster)?Role\/([^/]+\/)?ml-pipeline-viewer-controller-role$/,
    fields: /^rules/,
  },
  {
    what: 'Nothing for kustomize',
    why: 'A ConfigMap that only upstream’s kustomizations read, and a warning about them, mean nothing here.',
    objects: /^ConfigMap\/[^/]+\/(kfp-cluster-scoped-params|pipeline-install-config)$/,
    fields: /^(data\.warning)?$/,
  },
  {
    what: 'No `applications.app.k8s.io`',
    why: 'Nothing uses the kind any more, and `kubectl get applications` would no longer mean those of Argo CD.',
    objects: /^CustomResourceDefinition\/applications\.app\.k8s\.io$/,
  },
  {
    what: 'Definitions do not name a generator',
    why: 'They are written here, from the types of the API, and not by controller-gen.',
    objects: /^CustomResourceDefinition\//,
    fields: /^metadata\.annotations\.controller-gen\.kubebuilder\.io\/version$/,
  },
  {
    what: 'Every port that a Service leads to, or a probe asks, is declared',
    why: 'Whoever reads the pod sees what it listens on, and the rules can hold the Service to it.',
    objects: /^(Deployment\/[^/]+\/seaweedfs|StatefulSet\/[^/]+\/metacontroller)$/,
    fields: inContainer(String.raw`\.ports`),
  },
  {
    what: 'PostgreSQL without root',
    why: 'Upstream’s two pods say nothing of whom they run as, so that they run as root and without limits on what they may do.',
    objects: /^Deployment\/[^/]+\/(postgres|metadata-postgres-db)$/,
    fields:
      /^spec\.template\.(metadata\.name|spec\.(securityContext|serviceAccountName|containers\[[^\]]+\]\.(securityContext|readinessProbe)).*)$/,
    variant: 'platform-agnostic-postgresql',
  },
  {
    what: 'The install for PostgreSQL as complete as that for MySQL',
    why: 'Upstream’s patch replaces the list of variables by an old, shorter one (no log level, no driver and launcher images), names a Service that does not exist, and says version 2.0.0.',
    objects:
      /^(Deployment\/[^/]+\/(ml-pipeline|metadata-grpc-deployment)|ConfigMap\/[^/]+\/pipeline-install-config)$/,
    fields: inContainer(
      String.raw`\.(env(\[|$)|args).*$|^data\.(appVersion|dbType|postgresHost|ARTIFACT_RETENTION_DAYS|defaultSecurityContextHostUsers)$`,
    ),
    variant: 'platform-agnostic-postgresql',
  },
  {
    what: 'With TLS, nothing that is not used',
    why: 'Upstream keeps a second configuration of the proxy, volumes that nothing mounts and the definitions of the native store. Agents are told the name in the certificate, which a shell does not hand on from `args`.',
    objects:
      /^(ConfigMap\/[^/]+\/metadata-envoy-configmap|CustomResourceDefinition\/pipeline(version)?s\.pipelines\.kubeflow\.org|Deployment\/[^/]+\/(metadata-envoy-deployment|metadata-grpc-deployment|ml-pipeline-persistenceagent|ml-pipeline-scheduledworkflow|ml-pipeline-ui))$/,
    fields:
      /^$|^spec\.template\.spec\.(volumes|(init)?[cC]ontainers\[[^\]]+\]\.(volumeMounts|args|command|env))/,
    variant: 'cert-manager--platform-agnostic-standalone-tls',
  },
  {
    what: 'A profile controller of Drydock’s own',
    why: 'Its program answers Metacontroller as upstream’s does, with the names of this installation as settings; a changed program restarts it, for its name carries a hash of the text.',
    objects: /^(ConfigMap|Deployment)\/[^/]+\/kubeflow-pipelines-profile-controller/,
    fields: inContainer(String.raw`\.(env|image)|^spec\.template\.spec\.volumes|^$|^data\.`),
    variant: 'platform-agnostic-multi-user',
  },
  {
    what: 'Metacontroller has its Service',
    why: 'A StatefulSet names its pods by a Service; upstream leaves it empty, and lists no claims in so many words.',
    objects: /^(Service|StatefulSet)\/[^/]+\/metacontroller$/,
    fields: /^(spec\.(serviceName|volumeClaimTemplates)(\[\])?)?$/,
    variant: 'platform-agnostic-multi-user',
  },
];

/** The reason of a difference in one of upstream's installs; undefined for one that nobody has listed. */
export const reasonOf = (variant: string, { object, path }: Difference): Reason | undefined =>
  reasons.find(
    (reason) =>
      (reason.variant === undefined || reason.variant === variant) &&
      reason.objects.test(object) &&
      (reason.fields ?? any).test(path),
  );
