import { kubernetesTypes, schemaTypes } from '../../../lib/constructs/custom-resource';

/** Types of artifacts and of where they are kept. https://pkg.go.dev/github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1 */
export const artifactTypes = schemaTypes(
  `
ArtifactoryArtifact: passwordSecret KeySelector, url string!, usernameSecret KeySelector
AzureArtifact: accountKeySecret KeySelector, blob string!, container string!, endpoint string!,
  useSDKCreds boolean
GCSArtifact: bucket string, key string!, serviceAccountKeySecret KeySelector
GitArtifact: branch string, depth int64, disableSubmodules boolean, fetch [string],
  insecureIgnoreHostKey boolean, insecureSkipTLS boolean, passwordSecret KeySelector, repo string!,
  revision string, singleBranch boolean, sshPrivateKeySecret KeySelector, usernameSecret KeySelector
HDFSArtifact: addresses [string], dataTransferProtection string, force boolean, hdfsUser string,
  krbCCacheSecret KeySelector, krbConfigConfigMap KeySelector, krbKeytabSecret KeySelector, krbRealm string,
  krbServicePrincipalName string, krbUsername string, path string!
BasicAuth: passwordSecret KeySelector, usernameSecret KeySelector
ClientCertAuth: clientCertSecret KeySelector, clientKeySecret KeySelector
OAuth2EndpointParam: key string!, value string
OAuth2Auth: clientIDSecret KeySelector, clientSecretSecret KeySelector, endpointParams [OAuth2EndpointParam],
  scopes [string], tokenURLSecret KeySelector
HTTPAuth: basicAuth BasicAuth, clientCert ClientCertAuth, oauth2 OAuth2Auth
HTTPArtifact: auth HTTPAuth, headers [HTTPHeader], url string!
OSSLifecycleRule: markDeletionAfterDays int32, markInfrequentAccessAfterDays int32
OSSArtifact: accessKeySecret KeySelector, bucket string, createBucketIfNotPresent boolean, endpoint string,
  key string!, lifecycleRule OSSLifecycleRule, secretKeySecret KeySelector, securityToken string,
  useSDKCreds boolean
PluginArtifact: configuration string, connectionTimeoutSeconds int32, key string!, name string
RawArtifact: data string!
CreateS3BucketOptions: objectLocking boolean
S3EncryptionOptions: enableEncryption boolean, kmsEncryptionContext string, kmsKeyId string,
  serverSideCustomerKeySecret KeySelector
S3Artifact: accessKeySecret KeySelector, bucket string, caSecret KeySelector,
  createBucketIfNotPresent CreateS3BucketOptions, encryptionOptions S3EncryptionOptions, endpoint string,
  insecure boolean, key string, region string, roleARN string, secretKeySecret KeySelector,
  sessionTokenSecret KeySelector, useSDKCreds boolean
ArtifactLocation: archiveLogs boolean, artifactory ArtifactoryArtifact, azure AzureArtifact, gcs GCSArtifact,
  git GitArtifact, hdfs HDFSArtifact, http HTTPArtifact, oss OSSArtifact, plugin PluginArtifact,
  raw RawArtifact, s3 S3Artifact
TarStrategy: compressionLevel int32
ArchiveStrategy: none object, tar TarStrategy, zip object
Metadata: annotations {string}, labels {string}
ArtifactGC: podMetadata Metadata, serviceAccountName string, strategy ArtifactGCStrategy
Artifact: ...ArtifactLocation, archive ArchiveStrategy, artifactGC ArtifactGC, deleted boolean, from string,
  fromExpression string, globalName string, mode FileMode, name ArtifactName!, optional boolean, path string,
  recurseMode boolean, subPath string
ArtifactNodeSpec: archiveLocation ArtifactLocation, artifacts {Artifact}
`,
  {
    uses: kubernetesTypes,
    values: {
      ArtifactGCStrategy: {
        type: 'string',
        enum: ['', 'OnWorkflowCompletion', 'OnWorkflowDeletion', 'Never'],
      },
      ArtifactName: { type: 'string', pattern: '^[-a-zA-Z0-9_{}.]+$' },
      FileMode: { type: 'integer', format: 'int32', minimum: 0, maximum: 511 },
    },
  },
);
