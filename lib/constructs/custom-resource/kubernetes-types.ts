import { schemaTypes } from './notation';

/**
 * Types of Kubernetes' core API (1.33) that the schemas of custom kinds contain.
 * https://pkg.go.dev/k8s.io/api/core/v1, https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1
 */
export const kubernetesTypes = schemaTypes(`
KeySelector atomic: key string!, name string="", optional boolean
HTTPHeader: name string!, value string!
ObjectMeta: annotations {string}, finalizers [string], generateName string, labels {string}, name string,
  namespace string
SelectorRequirement: key string!, operator string!, values [string atomic]
NodeSelectorTerm atomic: matchExpressions [SelectorRequirement atomic], matchFields [SelectorRequirement atomic]
PreferredSchedulingTerm: preference NodeSelectorTerm!, weight int32!
NodeSelector atomic: nodeSelectorTerms [NodeSelectorTerm atomic]!
NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm atomic],
  requiredDuringSchedulingIgnoredDuringExecution NodeSelector
LabelSelector atomic: matchExpressions [SelectorRequirement atomic], matchLabels {string}
PodAffinityTerm: labelSelector LabelSelector, matchLabelKeys [string atomic], mismatchLabelKeys [string atomic],
  namespaceSelector LabelSelector, namespaces [string atomic], topologyKey string!
WeightedPodAffinityTerm: podAffinityTerm PodAffinityTerm!, weight int32!
PodAffinity: preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm atomic],
  requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm atomic]
Affinity: nodeAffinity NodeAffinity, podAffinity PodAffinity, podAntiAffinity PodAffinity
ObjectFieldSelector atomic: apiVersion string, fieldPath string!
ResourceFieldSelector atomic: containerName string, divisor Quantity, resource string!
EnvVarSource: configMapKeyRef KeySelector, fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector,
  secretKeyRef KeySelector
EnvVar: name string!, value string, valueFrom EnvVarSource
EnvSource atomic: name string="", optional boolean
EnvFromSource: configMapRef EnvSource, prefix string, secretRef EnvSource
ExecAction: command [string atomic]
HTTPGetAction: host string, httpHeaders [HTTPHeader atomic], path string, port IntOrString!, scheme string
SleepAction: seconds int64!
TCPSocketAction: host string, port IntOrString!
LifecycleHandler: exec ExecAction, httpGet HTTPGetAction, sleep SleepAction, tcpSocket TCPSocketAction
Lifecycle: postStart LifecycleHandler, preStop LifecycleHandler, stopSignal string
GRPCAction: port int32!, service string=""
Probe: exec ExecAction, failureThreshold int32, grpc GRPCAction, httpGet HTTPGetAction,
  initialDelaySeconds int32, periodSeconds int32, successThreshold int32, tcpSocket TCPSocketAction,
  terminationGracePeriodSeconds int64, timeoutSeconds int32
ContainerPort: containerPort int32!, hostIP string, hostPort int32, name string, protocol string="TCP"
ContainerResizePolicy: resourceName string!, restartPolicy string!
ResourceClaim: name string!, request string
ResourceRequirements: claims [ResourceClaim by name], limits {Quantity}, requests {Quantity}
SecurityProfile: localhostProfile string, type string!
Capabilities: add [string atomic], drop [string atomic]
SELinuxOptions: level string, role string, type string, user string
WindowsSecurityContextOptions: gmsaCredentialSpec string, gmsaCredentialSpecName string, hostProcess boolean,
  runAsUserName string
SecurityContext: allowPrivilegeEscalation boolean, appArmorProfile SecurityProfile, capabilities Capabilities,
  privileged boolean, procMount string, readOnlyRootFilesystem boolean, runAsGroup int64, runAsNonRoot boolean,
  runAsUser int64, seLinuxOptions SELinuxOptions, seccompProfile SecurityProfile,
  windowsOptions WindowsSecurityContextOptions
VolumeDevice: devicePath string!, name string!
VolumeMount: mountPath string!, mountPropagation string, name string!, readOnly boolean,
  recursiveReadOnly string, subPath string, subPathExpr string
Container: args [string atomic], command [string atomic], env [EnvVar by name], envFrom [EnvFromSource atomic],
  image string, imagePullPolicy string, lifecycle Lifecycle, livenessProbe Probe, name string!,
  ports [ContainerPort by containerPort+protocol], readinessProbe Probe,
  resizePolicy [ContainerResizePolicy atomic], resources ResourceRequirements, restartPolicy string,
  securityContext SecurityContext, startupProbe Probe, stdin boolean, stdinOnce boolean,
  terminationMessagePath string, terminationMessagePolicy string, tty boolean,
  volumeDevices [VolumeDevice by devicePath], volumeMounts [VolumeMount by mountPath], workingDir string
HostAlias: hostnames [string atomic], ip string!
LocalObjectReference atomic: name string=""
PodSecurityContext: appArmorProfile SecurityProfile, fsGroup int64, fsGroupChangePolicy string,
  runAsGroup int64, runAsNonRoot boolean, runAsUser int64, seLinuxChangePolicy string,
  seLinuxOptions SELinuxOptions, seccompProfile SecurityProfile, supplementalGroups [int64 atomic],
  supplementalGroupsPolicy string, sysctls [HTTPHeader atomic], windowsOptions WindowsSecurityContextOptions
Toleration: effect string, key string, operator string, tolerationSeconds int64, value string
AWSElasticBlockStoreVolumeSource: fsType string, partition int32, readOnly boolean, volumeID string!
AzureDiskVolumeSource: cachingMode string, diskName string!, diskURI string!, fsType string="ext4", kind string,
  readOnly boolean=false
AzureFileVolumeSource: readOnly boolean, secretName string!, shareName string!
CephFSVolumeSource: monitors [string atomic]!, path string, readOnly boolean, secretFile string,
  secretRef LocalObjectReference, user string
CinderVolumeSource: fsType string, readOnly boolean, secretRef LocalObjectReference, volumeID string!
KeyToPath: key string!, mode int32, path string!
ConfigMapVolumeSource atomic: defaultMode int32, items [KeyToPath atomic], name string="", optional boolean
CSIVolumeSource: driver string!, fsType string, nodePublishSecretRef LocalObjectReference, readOnly boolean,
  volumeAttributes {string}
DownwardAPIVolumeFile: fieldRef ObjectFieldSelector, mode int32, path string!,
  resourceFieldRef ResourceFieldSelector
DownwardAPIVolumeSource: defaultMode int32, items [DownwardAPIVolumeFile atomic]
EmptyDirVolumeSource: medium string, sizeLimit Quantity
TypedLocalObjectReference atomic: apiGroup string, kind string!, name string!
TypedObjectReference: apiGroup string, kind string!, name string!, namespace string
VolumeResourceRequirements: limits {Quantity}, requests {Quantity}
PersistentVolumeClaimSpec: accessModes [string atomic], dataSource TypedLocalObjectReference,
  dataSourceRef TypedObjectReference, resources VolumeResourceRequirements, selector LabelSelector,
  storageClassName string, volumeAttributesClassName string, volumeMode string, volumeName string
PersistentVolumeClaimTemplate: metadata ObjectMeta, spec PersistentVolumeClaimSpec!
EphemeralVolumeSource: volumeClaimTemplate PersistentVolumeClaimTemplate
FCVolumeSource: fsType string, lun int32, readOnly boolean, targetWWNs [string atomic], wwids [string atomic]
FlexVolumeSource: driver string!, fsType string, options {string}, readOnly boolean,
  secretRef LocalObjectReference
FlockerVolumeSource: datasetName string, datasetUUID string
GCEPersistentDiskVolumeSource: fsType string, partition int32, pdName string!, readOnly boolean
GitRepoVolumeSource: directory string, repository string!, revision string
GlusterfsVolumeSource: endpoints string!, path string!, readOnly boolean
HostPathVolumeSource: path string!, type string
ImageVolumeSource: pullPolicy string, reference string
ISCSIVolumeSource: chapAuthDiscovery boolean, chapAuthSession boolean, fsType string, initiatorName string,
  iqn string!, iscsiInterface string="default", lun int32!, portals [string atomic], readOnly boolean,
  secretRef LocalObjectReference, targetPortal string!
NFSVolumeSource: path string!, readOnly boolean, server string!
PersistentVolumeClaimVolumeSource: claimName string!, readOnly boolean
PhotonPersistentDiskVolumeSource: fsType string, pdID string!
PortworxVolumeSource: fsType string, readOnly boolean, volumeID string!
ClusterTrustBundleProjection: labelSelector LabelSelector, name string, optional boolean, path string!,
  signerName string
FileProjection atomic: items [KeyToPath atomic], name string="", optional boolean
DownwardAPIProjection: items [DownwardAPIVolumeFile atomic]
ServiceAccountTokenProjection: audience string, expirationSeconds int64, path string!
VolumeProjection: clusterTrustBundle ClusterTrustBundleProjection, configMap FileProjection,
  downwardAPI DownwardAPIProjection, secret FileProjection, serviceAccountToken ServiceAccountTokenProjection
ProjectedVolumeSource: defaultMode int32, sources [VolumeProjection atomic]
QuobyteVolumeSource: group string, readOnly boolean, registry string!, tenant string, user string,
  volume string!
RBDVolumeSource: fsType string, image string!, keyring string="/etc/ceph/keyring", monitors [string atomic]!,
  pool string="rbd", readOnly boolean, secretRef LocalObjectReference, user string="admin"
ScaleIOVolumeSource: fsType string="xfs", gateway string!, protectionDomain string, readOnly boolean,
  secretRef LocalObjectReference!, sslEnabled boolean, storageMode string="ThinProvisioned", storagePool string,
  system string!, volumeName string
SecretVolumeSource: defaultMode int32, items [KeyToPath atomic], optional boolean, secretName string
StorageOSVolumeSource: fsType string, readOnly boolean, secretRef LocalObjectReference, volumeName string,
  volumeNamespace string
VsphereVirtualDiskVolumeSource: fsType string, storagePolicyID string, storagePolicyName string,
  volumePath string!
Volume: awsElasticBlockStore AWSElasticBlockStoreVolumeSource, azureDisk AzureDiskVolumeSource,
  azureFile AzureFileVolumeSource, cephfs CephFSVolumeSource, cinder CinderVolumeSource,
  configMap ConfigMapVolumeSource, csi CSIVolumeSource, downwardAPI DownwardAPIVolumeSource,
  emptyDir EmptyDirVolumeSource, ephemeral EphemeralVolumeSource, fc FCVolumeSource,
  flexVolume FlexVolumeSource, flocker FlockerVolumeSource, gcePersistentDisk GCEPersistentDiskVolumeSource,
  gitRepo GitRepoVolumeSource, glusterfs GlusterfsVolumeSource, hostPath HostPathVolumeSource,
  image ImageVolumeSource, iscsi ISCSIVolumeSource, name string!, nfs NFSVolumeSource,
  persistentVolumeClaim PersistentVolumeClaimVolumeSource,
  photonPersistentDisk PhotonPersistentDiskVolumeSource, portworxVolume PortworxVolumeSource,
  projected ProjectedVolumeSource, quobyte QuobyteVolumeSource, rbd RBDVolumeSource,
  scaleIO ScaleIOVolumeSource, secret SecretVolumeSource, storageos StorageOSVolumeSource,
  vsphereVolume VsphereVirtualDiskVolumeSource
`);
