/** A custom kind whose definition something outside the platform brings. */
export interface DefinedKind {
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
}

/** A Deployment of the platform itself. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
}

/** Operators that a rehearsal can stand in for. */
export type Operator =
  'cert-manager' | 'external-secrets' | 'notebooks' | 'profiles' | 'routes' | 'sealed-secrets' | 'snapshots';

/** Kinds that the API server must know though no component brings their definitions. */
export interface DefinitionsStandIn {
  readonly kind: 'definitions';
  readonly group: string;
  /** The version that is stored; other versions that manifests use are served too. */
  readonly version: string;
  readonly kinds: readonly DefinedKind[];
  /** Who brings them on the real cluster. */
  readonly because: string;
}

/** An operator that acts on custom resources; no container runs in a rehearsal, so its part is played. */
export interface OperatorStandIn {
  readonly kind: 'operator';
  readonly operator: Operator;
  /** Where the platform runs the operator itself: the stand-in acts only while this Deployment is available. */
  readonly workload?: Workload;
  /** What the real one does for the component. */
  readonly because: string;
}

/**
 * What answers a webhook. It answers only while its Service selects a ready pod that listens on the port and whose
 * Secrets are there, allows everything and changes nothing.
 */
export interface WebhookStandIn {
  readonly kind: 'webhook';
  readonly namespace: string;
  readonly service: string;
  /** Ports that its container listens on without declaring them. */
  readonly listens?: readonly number[];
  /** Whether the backend itself writes `caBundle` into the configurations that name its Service. */
  readonly writesCaBundle?: boolean;
  /** What the real one does. */
  readonly because: string;
}

/** Custom resources that their controller would report as ready. */
export interface ConditionStandIn {
  readonly kind: 'condition';
  readonly apiVersion: string;
  /** Kind of the custom resources. */
  readonly of: string;
  /** Type of the condition; `Ready` by default. */
  readonly type?: string;
  /** Where the platform runs the controller itself: the stand-in acts only while this Deployment is available. */
  readonly workload?: Workload;
  /** What the real controller does. */
  readonly because: string;
}

/** What a rehearsal plays in place of something that cannot run without containers; declared by the component that needs it. */
export type StandIn = DefinitionsStandIn | OperatorStandIn | WebhookStandIn | ConditionStandIn;

const namespaced = (kind: string, plural = `${kind.toLowerCase()}s`): DefinedKind => ({
  kind,
  plural,
  scope: 'Namespaced',
});

const cluster = (kind: string, plural = `${kind.toLowerCase()}s`): DefinedKind => ({
  kind,
  plural,
  scope: 'Cluster',
});

/** cert-manager, installed by the site. https://cert-manager.io/docs/reference/api-docs/ */
export const certManager: readonly StandIn[] = [
  {
    kind: 'definitions',
    group: 'cert-manager.io',
    version: 'v1',
    kinds: [
      namespaced('Certificate'),
      namespaced('CertificateRequest'),
      namespaced('Issuer'),
      cluster('ClusterIssuer'),
    ],
    because: 'the site installs cert-manager, which brings them',
  },
  {
    kind: 'operator',
    operator: 'cert-manager',
    because: 'the site installs cert-manager: it issues certificates and injects their authority',
  },
];

/** External Secrets, installed by the site. https://external-secrets.io/latest/api/spec/ */
export const externalSecrets: readonly StandIn[] = [
  {
    kind: 'definitions',
    group: 'external-secrets.io',
    version: 'v1',
    kinds: [
      namespaced('ExternalSecret'),
      namespaced('SecretStore'),
      cluster('ClusterExternalSecret'),
      cluster('ClusterSecretStore'),
    ],
    because: 'the site installs External Secrets, which brings them',
  },
  {
    kind: 'definitions',
    group: 'generators.external-secrets.io',
    version: 'v1alpha1',
    kinds: [namespaced('Password'), namespaced('UUID'), namespaced('SSHKey')],
    because: 'the site installs External Secrets, which brings them',
  },
  {
    kind: 'operator',
    operator: 'external-secrets',
    because: 'the site installs External Secrets: it makes Secrets from stores and generators',
  },
];

/** An ingress controller or Gateways, installed by the site. https://gateway-api.sigs.k8s.io/reference/spec/ */
export const routes: readonly StandIn[] = [
  {
    kind: 'operator',
    operator: 'routes',
    because: 'the site installs what serves Ingresses and HTTPRoutes: it gives them an address',
  },
];

/** Sealed Secrets, installed by the site. https://github.com/bitnami-labs/sealed-secrets */
export const sealedSecrets: readonly StandIn[] = [
  {
    kind: 'definitions',
    group: 'bitnami.com',
    version: 'v1alpha1',
    kinds: [namespaced('SealedSecret')],
    because: 'the site installs Sealed Secrets, which brings it',
  },
  {
    kind: 'operator',
    operator: 'sealed-secrets',
    because: 'the site installs Sealed Secrets: only its controller has the key that opens them',
  },
];
