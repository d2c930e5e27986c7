import { schemaTypes } from '../../../lib/constructs/custom-resource';

/** A qualified name, as labels and conditions have it. */
const qualified =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$';

/** The kinds of Kubeflow Pipelines. */
export const pipelineKinds = schemaTypes(
  `
Kind: apiVersion string, kind string, metadata object
ScheduledWorkflow: ...Kind, spec anything!, status anything!
Viewer: ...Kind, spec anything!
PipelineSpec: description string, displayName string, tags {string}
Pipeline: ...Kind, spec PipelineSpec
PipelineVersionSpec: codeSourceURL string, description string, displayName string, pipelineName string,
  pipelineSpec any!, pipelineSpecURI string, platformSpec any, tags {string}, versionName VersionName
StatusCondition: message ConditionMessage!, reason string!, status ConditionStatus!, type ConditionType!
PipelineVersionStatus: conditions [StatusCondition]
PipelineVersion: ...Kind, spec PipelineVersionSpec, status PipelineVersionStatus
`,
  {
    values: {
      ConditionMessage: { type: 'string', maxLength: 32768 },
      ConditionStatus: { type: 'string', enum: ['True', 'False', 'Unknown'] },
      ConditionType: { type: 'string', maxLength: 316, pattern: qualified },
      VersionName: { type: 'string', maxLength: 253, pattern: '^[a-z0-9]([a-z0-9\\.\\-]*[a-z0-9])?$' },
    },
  },
);
