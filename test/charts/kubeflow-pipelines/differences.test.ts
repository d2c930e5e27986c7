import { describeDifference } from '../../../scripts/kfp-differences/compare';
import { allDifferences } from '../../../scripts/kfp-differences/page';
import { reasonOf, reasons } from '../../../scripts/kfp-differences/reasons';

describe('what Drydock does differently from upstream', () => {
  const found = allDifferences();

  it('has a reason, every field of it', () => {
    const unlisted = found.filter(({ reason }) => reason === undefined);
    expect(unlisted.map((each) => `${each.variant}: ${describeDifference(each)}`)).toEqual([]);
  });

  it('is there wherever a reason says so', () => {
    const used = new Set(found.map(({ reason }) => reason));
    expect(reasons.filter((reason) => !used.has(reason)).map(({ what }) => what)).toEqual([]);
  });

  it('would show if something else changed', () => {
    const changed = [
      ['Deployment/kubeflow/ml-pipeline', 'spec.template.spec.containers[ml-pipeline-api-server].image'],
      [
        'Deployment/kubeflow/ml-pipeline',
        'spec.template.spec.containers[ml-pipeline-api-server].env[LOG_LEVEL].value',
      ],
      ['Deployment/kubeflow/mysql', 'spec.template.spec.securityContext.fsGroup'],
      ['Service/kubeflow/ml-pipeline', 'spec.ports[http].port'],
      ['Role/kubeflow/ml-pipeline', 'rules[0].verbs[0]'],
      ['ConfigMap/kubeflow/workflow-controller-configmap', 'data.artifactRepository:.s3.bucket'],
      ['PersistentVolumeClaim/kubeflow/mysql-pv-claim', 'spec.resources.requests.storage'],
      ['ServiceAccount/kubeflow/pipeline-runner', ''],
    ] as const;
    for (const [object, path] of changed) {
      expect(reasonOf('platform-agnostic', { object, path, upstream: 1, ours: 2 })?.what).toBeUndefined();
    }
  });
});
