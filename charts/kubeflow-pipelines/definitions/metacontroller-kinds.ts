import { kubernetesTypes, schemaTypes } from '../../../lib/constructs/custom-resource';

/** The kinds of Metacontroller. https://metacontroller.github.io/metacontroller/api.html */
export const metacontrollerKinds = schemaTypes(
  `
Kind: apiVersion string, kind string, metadata object!
StatusCondition: reason string, status string, type string!
StatusChecks: conditions [StatusCondition]
UpdateStrategy: method UpdateMethod, statusChecks StatusChecks
ChildResource: apiVersion string!, resource string!, updateStrategy UpdateStrategy
SecretKeyReference: key string!, name string!, namespace string!
Authorization: secretRef SecretKeyReference!, type string="Bearer"
SecretReference: name string!, namespace string!
BasicAuth: passwordKey string="password", secretRef SecretReference!, usernameKey string="username"
BundleReference: key string="ca.crt", name string!, namespace string!
CABundle: configMapRef BundleReference, inline string, secretRef BundleReference
ClientTLS: certKey string="tls.crt", privateKeyKey string="tls.key", secretRef SecretReference!
EndpointConfig: authorization Authorization, basicAuth BasicAuth, caBundle CABundle, clientTLS ClientTLS,
  host string!
ETag: cacheCleanupSeconds int32, cacheTimeoutSeconds int32, enabled boolean
Service: name string!, namespace string!, port int32, protocol string
Webhook: authorization Authorization, basicAuth BasicAuth, caBundle CABundle, clientTLS ClientTLS, etag ETag,
  path string, responseUnMarshallMode ResponseUnMarshallMode, service Service, timeout duration, url string
Hook: version HookVersion, webhook Webhook
CompositeHooks: customize Hook, finalize Hook, postUpdateChild Hook, preUpdateChild Hook, sync Hook
RevisionHistory: fieldPaths [string]
ParentResource: apiVersion string!, ignoreStatusChanges boolean, labelSelector LabelSelector, resource string!,
  revisionHistory RevisionHistory
CompositeControllerSpec: childResources [ChildResource], endpointConfigs [EndpointConfig],
  generateSelector boolean, hooks CompositeHooks, parentResource ParentResource!, resyncPeriodSeconds int32
CompositeController: ...Kind, spec CompositeControllerSpec!,
  status object
RevisionChildren: apiGroup string!, kind string!, names [string]!
ControllerRevision: ...Kind, children [RevisionChildren], parentPatch fields!
AttachmentUpdateStrategy: method UpdateMethod
Attachment: apiVersion string!, resource string!, updateStrategy AttachmentUpdateStrategy
DecoratorHooks: customize Hook, finalize Hook, sync Hook
AnnotationSelector: matchAnnotations {string}, matchExpressions [SelectorRequirement]
DecoratorResource: annotationSelector AnnotationSelector, apiVersion string!, ignoreStatusChanges boolean,
  labelSelector LabelSelector, resource string!
DecoratorControllerSpec: attachments [Attachment], endpointConfigs [EndpointConfig], hooks DecoratorHooks,
  resources [DecoratorResource]!, resyncPeriodSeconds int32
DecoratorController: ...Kind, spec DecoratorControllerSpec!,
  status object
`,
  {
    uses: kubernetesTypes,
    values: {
      HookVersion: { type: 'string', enum: ['v1', 'v2'], default: 'v1' },
      ResponseUnMarshallMode: { type: 'string', enum: ['loose', 'strict'] },
      UpdateMethod: {
        type: 'string',
        enum: ['OnDelete', 'Recreate', 'InPlace', 'RollingRecreate', 'RollingInPlace'],
      },
    },
  },
);
