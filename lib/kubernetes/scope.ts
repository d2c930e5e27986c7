import { fieldAt, stringAt, type KubernetesObject } from './object';

/** Whether objects of a kind live in a namespace. */
export type Scope = 'Namespaced' | 'Cluster';

const builtInGroups = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Cluster-scoped kinds of the built-in groups (`kubectl api-resources --namespaced=false`); all others there are namespaced. */
const clusterScoped = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'authentication.k8s.io/SelfSubjectReview',
  'authentication.k8s.io/TokenReview',
  'authorization.k8s.io/SelfSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectRulesReview',
  'authorization.k8s.io/SubjectAccessReview',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
]);

/** Custom kinds that a platform may use without bringing their definition itself. Source: the CRDs of each project. */
const wellKnownCustom: Readonly<Record<string, Scope>> = {
  'argoproj.io/Application': 'Namespaced',
  'argoproj.io/ApplicationSet': 'Namespaced',
  'argoproj.io/AppProject': 'Namespaced',
  'argoproj.io/ClusterWorkflowTemplate': 'Cluster',
  'argoproj.io/CronWorkflow': 'Namespaced',
  'argoproj.io/Workflow': 'Namespaced',
  'argoproj.io/WorkflowTemplate': 'Namespaced',
  'bitnami.com/SealedSecret': 'Namespaced',
  'kubeflow.org/ScheduledWorkflow': 'Namespaced',
  'pipelines.kubeflow.org/Pipeline': 'Namespaced',
  'pipelines.kubeflow.org/PipelineVersion': 'Namespaced',
  'cert-manager.io/Certificate': 'Namespaced',
  'cert-manager.io/ClusterIssuer': 'Cluster',
  'cert-manager.io/Issuer': 'Namespaced',
  'external-secrets.io/ClusterSecretStore': 'Cluster',
  'external-secrets.io/ExternalSecret': 'Namespaced',
  'external-secrets.io/SecretStore': 'Namespaced',
  'external-secrets.io/ClusterExternalSecret': 'Cluster',
  'gateway.networking.k8s.io/Gateway': 'Namespaced',
  'gateway.networking.k8s.io/GatewayClass': 'Cluster',
  'gateway.networking.k8s.io/HTTPRoute': 'Namespaced',
  'generators.external-secrets.io/Password': 'Namespaced',
  'keda.sh/ScaledObject': 'Namespaced',
  'keda.sh/TriggerAuthentication': 'Namespaced',
  'kubeflow.org/Experiment': 'Namespaced',
  'kubeflow.org/MPIJob': 'Namespaced',
  'kubeflow.org/Notebook': 'Namespaced',
  'kubeflow.org/PodDefault': 'Namespaced',
  'kubeflow.org/Profile': 'Cluster',
  'kubeflow.org/PyTorchJob': 'Namespaced',
  'kubeflow.org/TFJob': 'Namespaced',
  'metallb.io/BFDProfile': 'Namespaced',
  'metallb.io/BGPAdvertisement': 'Namespaced',
  'metallb.io/BGPPeer': 'Namespaced',
  'metallb.io/Community': 'Namespaced',
  'metallb.io/IPAddressPool': 'Namespaced',
  'metallb.io/L2Advertisement': 'Namespaced',
  'monitoring.coreos.com/PodMonitor': 'Namespaced',
  'monitoring.coreos.com/PrometheusRule': 'Namespaced',
  'monitoring.coreos.com/ServiceMonitor': 'Namespaced',
  'networking.istio.io/DestinationRule': 'Namespaced',
  'networking.istio.io/VirtualService': 'Namespaced',
  'security.istio.io/AuthorizationPolicy': 'Namespaced',
  'serving.kserve.io/InferenceGraph': 'Namespaced',
  'serving.kserve.io/InferenceService': 'Namespaced',
  'snapshot.storage.k8s.io/VolumeSnapshot': 'Namespaced',
  'snapshot.storage.k8s.io/VolumeSnapshotClass': 'Cluster',
  'snapshot.storage.k8s.io/VolumeSnapshotContent': 'Cluster',
  'tensorboard.kubeflow.org/Tensorboard': 'Namespaced',
  'trainer.kubeflow.org/ClusterTrainingRuntime': 'Cluster',
  'trainer.kubeflow.org/TrainingRuntime': 'Namespaced',
  'trainer.kubeflow.org/TrainJob': 'Namespaced',
};

/** Looks up the scope of a kind; undefined where nobody has said. */
export type ScopeOf = (group: string, kind: string) => Scope | undefined;

/** Scopes of the built-in kinds, of well-known custom kinds, and of the kinds that the given definitions bring. */
export const scopesWith = (objects: readonly KubernetesObject[]): ScopeOf => {
  const defined = new Map<string, Scope>();
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const group = stringAt(object, 'spec', 'group') ?? '';
    const kind = stringAt(object, 'spec', 'names', 'kind') ?? '';
    defined.set(
      `${group}/${kind}`,
      fieldAt(object, 'spec', 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced',
    );
  }
  return (group, kind) => {
    const id = `${group}/${kind}`;
    if (clusterScoped.has(id)) return 'Cluster';
    if (builtInGroups.has(group)) return 'Namespaced';
    return defined.get(id) ?? wellKnownCustom[id];
  };
};
