import { fieldAt, fieldPath, listAt, type ContainerOf } from '../kubernetes';
import type { Manifest } from '../render';
import type { Workload } from './context';

/** The use of a field that not every supported Kubernetes has switched on. */
export interface FeatureUse {
  readonly path: string;
  /** First minor that has it on by default: beta or stable. */
  readonly since: number;
  /** What is lost without it. */
  readonly effect: string;
}

type Row = readonly [steps: readonly string[], since: number, effect: string];

/**
 * Fields by where they stand, with the first minor that has them on by default.
 * Source: the feature gates of Kubernetes 1.36 (https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/).
 */
const podFields: readonly Row[] = [
  [['hostUsers'], 33, 'the pod then shares the user ids of the node'],
  [['resources'], 34, 'only the resources of the containers count then'],
  [
    ['securityContext', 'appArmorProfile'],
    30,
    'the annotation container.apparmor.security.beta.kubernetes.io is its older form',
  ],
  [['securityContext', 'supplementalGroupsPolicy'], 33, 'groups of the image are merged in then'],
  [['hostnameOverride'], 35, 'the host name is that of the pod then'],
];

const containerFields: readonly Row[] = [
  [
    ['securityContext', 'appArmorProfile'],
    30,
    'the annotation container.apparmor.security.beta.kubernetes.io is its older form',
  ],
  [['lifecycle', 'preStop', 'sleep'], 30, 'an exec of sleep is its older form'],
  [['lifecycle', 'postStart', 'sleep'], 30, 'an exec of sleep is its older form'],
  [['resizePolicy'], 33, 'a change of resources restarts the pod then'],
  [['restartPolicyRules'], 35, 'the restartPolicy of the pod holds then'],
];

const kindFields: Readonly<Record<string, readonly Row[]>> = {
  'batch/Job': [
    [['spec', 'podReplacementPolicy'], 29, 'failed pods are replaced while they end then'],
    [['spec', 'backoffLimitPerIndex'], 29, 'backoffLimit holds for all indexes then'],
    [['spec', 'maxFailedIndexes'], 29, 'backoffLimit holds for all indexes then'],
    [['spec', 'successPolicy'], 31, 'all indexes must succeed then'],
    [['spec', 'managedBy'], 32, 'the built-in controller takes the Job then'],
  ],
  '/Service': [[['spec', 'trafficDistribution'], 31, 'traffic goes to any endpoint then']],
  '/PersistentVolumeClaim': [
    [['spec', 'volumeAttributesClassName'], 34, 'the volume keeps the attributes of its class then'],
  ],
};

const uses = (value: unknown, base: string, rows: readonly Row[]): readonly FeatureUse[] =>
  rows.flatMap(([steps, since, effect]) =>
    fieldAt(value, ...steps) === undefined ? [] : [{ path: fieldPath(base, ...steps), since, effect }],
  );

const containerUses = ({ role, container, path }: ContainerOf): readonly FeatureUse[] => [
  ...uses(container, path, containerFields),
  ...(role === 'initContainer' && fieldAt(container, 'restartPolicy') === 'Always'
    ? [
        {
          path: fieldPath(path, 'restartPolicy'),
          since: 29,
          effect: 'the init container must end before others start then',
        },
      ]
    : []),
  ...listAt(container, 'volumeMounts').flatMap((mount, index) =>
    uses(mount, fieldPath(path, 'volumeMounts', index), [
      [['recursiveReadOnly'], 31, 'mounts below this one stay writable then'],
    ]),
  ),
  ...listAt(container, 'env').flatMap((variable, index) =>
    uses(variable, fieldPath(path, 'env', index), [
      [['valueFrom', 'fileKeyRef'], 35, 'the variable is missing then'],
    ]),
  ),
];

const podUses = ({ template, containers }: Workload): readonly FeatureUse[] => [
  ...uses(template.spec, template.path, podFields),
  ...containers.flatMap(containerUses),
  ...listAt(template.spec, 'volumes').flatMap((volume, index) =>
    uses(volume, fieldPath(template.path, 'volumes', index), [
      [['image'], 35, 'the volume is an empty folder then'],
    ]),
  ),
];

const autoscalerUses = ({ object }: Manifest): readonly FeatureUse[] =>
  ['scaleUp', 'scaleDown'].flatMap((direction) =>
    uses(object, '', [
      [['spec', 'behavior', direction, 'tolerance'], 35, 'the tolerance of the cluster holds then'],
    ]),
  );

const webhookUses = ({ object }: Manifest): readonly FeatureUse[] =>
  listAt(object, 'webhooks').flatMap((webhook, index) =>
    uses(webhook, fieldPath('webhooks', index), [
      [['matchConditions'], 28, 'the webhook is called for everything then'],
    ]),
  );

/** Every use of a younger field in an object. */
export const featuresOf = (manifest: Manifest, workload: Workload | undefined): readonly FeatureUse[] => [
  ...uses(manifest.object, '', kindFields[`${manifest.key.group}/${manifest.key.kind}`] ?? []),
  ...(workload === undefined ? [] : podUses(workload)),
  ...(manifest.key.kind === 'HorizontalPodAutoscaler' ? autoscalerUses(manifest) : []),
  ...webhookUses(manifest),
];
