import { messagesOf, placesOf } from './support/release';
import { clusterObject, container, deployment, object } from './support/objects';

describe('an apiVersion', () => {
  const rule = 'api/removed';

  it.each([
    ['policy/v1beta1', 'PodDisruptionBudget', '1.34'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.27'],
    ['batch/v1beta1', 'CronJob', '1.27'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', '1.32'],
    ['snapshot.storage.k8s.io/v1beta1', 'VolumeSnapshot', '1.27'],
    ['networking.k8s.io/v1beta1', 'Ingress', '1.27'],
    ['extensions/v1beta1', 'Deployment', '1.27'],
  ])('%s %s is gone in Kubernetes %s', (apiVersion, kind, kubernetes) => {
    expect(placesOf(rule, [object(apiVersion, kind, 'a')], { kubernetes })).toEqual([
      `${kind}/app/a apiVersion`,
    ]);
  });

  it('is served until the version that removes it, and noted', () => {
    const schema = object('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 'a');
    expect(messagesOf(rule, [schema], { kubernetes: '1.31' })).toEqual([
      'note: flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema: to be removed in Kubernetes 1.32',
    ]);
  });

  it('is not served before the version that brings it', () => {
    const policy = clusterObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'a');
    expect(messagesOf(rule, [policy], { kubernetes: '1.29' })).toEqual([
      'error: admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy: first served by Kubernetes 1.30',
    ]);
    expect(messagesOf(rule, [policy], { kubernetes: '1.30' })).toEqual([]);
  });

  it('that is current is fine', () => {
    expect(messagesOf(rule, [object('policy/v1', 'PodDisruptionBudget', 'a'), deployment('web')])).toEqual(
      [],
    );
  });

  it('of a custom resource is one that its definition serves', () => {
    const definition = clusterObject(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'things.example.com',
      {
        spec: {
          group: 'example.com',
          names: { kind: 'Thing' },
          versions: [
            { name: 'v1', served: true },
            { name: 'v1alpha1', served: false },
          ],
        },
      },
    );
    const thing = (version: string) => object(`example.com/${version}`, 'Thing', 'a');
    expect(placesOf('api/served-version', [definition, thing('v1alpha1')])).toEqual([
      'Thing/app/a apiVersion',
    ]);
    expect(placesOf('api/served-version', [definition, thing('v1')])).toEqual([]);
    expect(placesOf('api/served-version', [thing('v2')])).toEqual([]);
  });
});

describe('a field', () => {
  const rule = 'api/field-version';
  const spec = 'Deployment/app/web spec.template.spec';

  it('is one that the declared Kubernetes has switched on', () => {
    const pod = {
      hostUsers: false,
      initContainers: [container({ name: 'sidecar', restartPolicy: 'Always' })],
      containers: [container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } })],
    };
    expect(placesOf(rule, [deployment('web', { pod })], { kubernetes: '1.28' })).toEqual([
      `${spec}.containers[0].lifecycle.preStop.sleep`,
      `${spec}.hostUsers`,
      `${spec}.initContainers[0].restartPolicy`,
    ]);
    expect(placesOf(rule, [deployment('web', { pod })], { kubernetes: '1.33' })).toEqual([]);
  });

  it('of a volume, a Job, a Service or a webhook counts as well', () => {
    const objects = [
      deployment('web', { pod: { volumes: [{ name: 'm', image: { reference: 'm:1' } }] } }),
      object('batch/v1', 'Job', 'a', { spec: { successPolicy: {} } }),
      object('v1', 'Service', 'a', { spec: { trafficDistribution: 'PreferClose' } }),
      clusterObject('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'a', {
        webhooks: [{ matchConditions: [] }],
      }),
    ];
    expect(placesOf(rule, objects, { kubernetes: '1.27' })).toHaveLength(4);
    expect(placesOf(rule, objects, { kubernetes: '1.35' })).toEqual([]);
  });
});
