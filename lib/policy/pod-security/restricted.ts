import { fieldAt, fieldPath, isRecord, listAt, stringAt } from '../../kubernetes';
import {
  baselineChecks,
  capabilitiesBaseline,
  hostPathVolumes,
  procMountRestricted,
  seccompBaseline,
} from './baseline';
import {
  allContexts,
  containerContexts,
  isUserNamespaced,
  isWindows,
  podContext,
  shown,
  type PodSecurityCheck,
  type PodUnderCheck,
  type SecurityContextOf,
} from './check';

const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const volumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  since: 0,
  *find({ template: { spec, path } }) {
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      if (!isRecord(volume) || volumeTypes.some((type) => isRecord(volume[type]))) continue;
      const type = Object.keys(volume).find((field) => field !== 'name' && isRecord(volume[field]));
      // The API server makes a volume that says nothing an emptyDir before it looks.
      if (type === undefined) continue;
      yield {
        path: fieldPath(path, 'volumes', index, type),
        got: type === 'hostPath' ? `hostPath ${stringAt(volume, 'hostPath', 'path') ?? ''}` : type,
        want: `one of ${volumeTypes.join(', ')}`,
        fix: 'mount a PersistentVolumeClaim instead',
      };
    }
  },
};

const privilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  since: 8,
  *find(pod) {
    if (isWindows(pod)) return;
    for (const { path, context } of containerContexts(pod)) {
      const allowed = context['allowPrivilegeEscalation'];
      if (allowed === false) continue;
      yield {
        path: fieldPath(path, 'allowPrivilegeEscalation'),
        got: shown(allowed),
        want: 'false',
        fix: 'set it to false',
      };
    }
  },
};

/**
 * A setting that the pod, or else every container, must make: one finding on the pod where it is merely missing.
 * Containers without it are covered by a pod that has it.
 */
const missingFrom = (
  pod: PodUnderCheck,
  isSet: (context: SecurityContextOf['context']) => boolean,
): readonly SecurityContextOf[] =>
  isSet(podContext(pod).context) ? [] : containerContexts(pod).filter(({ context }) => !isSet(context));

/** Where a setting is missing, unless it is everywhere. */
const only = (pod: PodUnderCheck, missing: readonly SecurityContextOf[]): string => {
  if (missing.length === pod.containers.length) return 'unset';
  const paths = new Set(missing.map(({ path }) => path));
  const names = pod.containers.flatMap(({ container, path }) =>
    paths.has(fieldPath(path, 'securityContext')) ? [stringAt(container, 'name') ?? path] : [],
  );
  return `unset on the pod and on container ${names.join(', ')}`;
};

const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  since: 0,
  *find(pod, minor) {
    if (isUserNamespaced(pod, minor)) return;
    for (const { path, context } of allContexts(pod)) {
      if (context['runAsNonRoot'] !== false) continue;
      yield { path: fieldPath(path, 'runAsNonRoot'), got: 'false', want: 'true', fix: 'set it to true' };
    }
    const missing = missingFrom(pod, (context) => typeof context['runAsNonRoot'] === 'boolean');
    if (missing.length === 0) return;
    yield {
      path: fieldPath(podContext(pod).path, 'runAsNonRoot'),
      got: only(pod, missing),
      want: 'true, on the pod or on every container',
      fix: 'set securityContext.runAsNonRoot: true on the pod',
    };
  },
};

const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  since: 23,
  *find(pod, minor) {
    if (isUserNamespaced(pod, minor)) return;
    for (const { path, context } of allContexts(pod)) {
      if (context['runAsUser'] !== 0) continue;
      yield {
        path: fieldPath(path, 'runAsUser'),
        got: '0',
        want: 'a user other than root',
        fix: 'set another number, or remove the field where the image names a user',
      };
    }
  },
};

const seccomp: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  since: 19,
  *find(pod, minor) {
    if (isWindows(pod)) return;
    yield* seccompBaseline.find(pod, minor);
    const missing = missingFrom(pod, (context) => isRecord(context['seccompProfile']));
    if (missing.length === 0) return;
    yield {
      path: fieldPath(podContext(pod).path, 'seccompProfile', 'type'),
      got: only(pod, missing),
      want: 'RuntimeDefault or Localhost, on the pod or on every container',
      fix: 'set securityContext.seccompProfile.type: RuntimeDefault on the pod',
    };
  },
};

const capabilities: PodSecurityCheck = {
  id: 'capabilities_restricted',
  since: 22,
  *find(pod) {
    if (isWindows(pod)) return;
    for (const { path, context } of containerContexts(pod)) {
      const dropped = listAt(context, 'capabilities', 'drop');
      if (!dropped.includes('ALL')) {
        yield {
          path: fieldPath(path, 'capabilities', 'drop'),
          got: dropped.length === 0 ? 'unset' : shown(dropped),
          want: 'ALL dropped',
          fix: 'write capabilities: { drop: [ALL] }',
        };
      }
      for (const [index, added] of listAt(context, 'capabilities', 'add').entries()) {
        if (added === 'NET_BIND_SERVICE') continue;
        yield {
          path: fieldPath(path, 'capabilities', 'add', index),
          got: shown(added),
          want: 'nothing but NET_BIND_SERVICE',
          fix: `remove ${shown(fieldAt(context, 'capabilities', 'add', index))} from the list`,
        };
      }
    }
  },
};

/** Baseline checks that a stricter one of this level replaces. */
const replaced = new Set([hostPathVolumes, capabilitiesBaseline, seccompBaseline]);

/**
 * The checks of level `restricted`, those of `baseline` included.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const restrictedChecks: readonly PodSecurityCheck[] = [
  ...baselineChecks.filter((check) => !replaced.has(check)),
  volumes,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccomp,
  capabilities,
  procMountRestricted,
];
