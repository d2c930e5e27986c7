import { kubernetesTypes, schemaTypes } from '../../../lib/constructs/custom-resource';
import { artifactTypes } from './artifact-types';
import { templateTypes } from './template-types';

const locations = ['s3', 'git', 'http', 'artifactory', 'hdfs', 'raw', 'oss', 'gcs', 'azure', 'plugin'];

/**
 * The kinds. Argo's minimal definitions leave the specs of workflows and templates open, for with every field these
 * are too large for an annotation of `kubectl apply`; what the controller itself writes is checked in full.
 */
export const argoKinds = schemaTypes(
  `
Kind: apiVersion string, kind string, metadata object!
Open: ...Kind, spec anything!
OpenWithStatus: ...Open, status anything
WorkflowArtifactGCTaskSpec: artifactsByNode {ArtifactNodeSpec}
ArtifactResult: error string, name string!, success boolean
ArtifactResultNodeStatus: artifactResults {ArtifactResult}
WorkflowArtifactGCTaskStatus: artifactResultsByNode {ArtifactResultNodeStatus}
WorkflowArtifactGCTask: ...Kind, spec WorkflowArtifactGCTaskSpec!,
  status WorkflowArtifactGCTaskStatus
Event: selector string!
ExclusiveArtifact: ...Artifact
SubmitArguments: artifacts [ExclusiveArtifact], parameters [Parameter]
WorkflowTemplateRef: clusterScope boolean, name string
Submit: arguments SubmitArguments, metadata ObjectMeta, workflowTemplateRef WorkflowTemplateRef!
WorkflowEventBindingSpec: event Event!, submit Submit
WorkflowEventBinding: ...Kind, spec WorkflowEventBindingSpec!
SubmitOutputs: artifacts [ExclusiveArtifact], exitCode string, parameters [Parameter], result string
WorkflowTaskResult: ...Kind, message string, outputs SubmitOutputs,
  phase string, progress string
WorkflowTaskSetSpec: tasks {Template}
NodeResult: message string, outputs Outputs, phase string, progress string
WorkflowTaskSetStatus: nodes {NodeResult}
WorkflowTaskSet: ...Kind, spec WorkflowTaskSetSpec!,
  status WorkflowTaskSetStatus
`,
  {
    uses: new Map([...kubernetesTypes, ...artifactTypes, ...templateTypes]),
    rules: {
      ExclusiveArtifact: [
        {
          rule: `${locations.map((field) => `(has(self.${field}) ? 1 : 0)`).join(' + ')} <= 1`,
          message: 'at most one artifact location can be specified',
        },
      ],
    },
  },
);
