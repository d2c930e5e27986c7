import { fieldAt, fieldPath, isRecord, listAt, stringAt } from '../../kubernetes';
import {
  allContexts,
  containerContexts,
  isUserNamespaced,
  shown,
  type PodSecurityCheck,
  type Violation,
} from './check';

const removal = (path: string, value: unknown, want: string): Violation => ({
  path,
  got: shown(value),
  want,
  fix: 'remove the field',
});

const hostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  since: 0,
  *find(pod) {
    for (const { path, context } of allContexts(pod)) {
      if (fieldAt(context, 'windowsOptions', 'hostProcess') === true) {
        yield removal(fieldPath(path, 'windowsOptions', 'hostProcess'), true, 'no process of the host');
      }
    }
  },
};

const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  since: 0,
  *find({ template: { spec, path } }) {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (spec[field] === true)
        yield removal(fieldPath(path, field), true, 'no namespace shared with the node');
    }
  },
};

const privileged: PodSecurityCheck = {
  id: 'privileged',
  since: 0,
  *find(pod) {
    for (const { path, context } of containerContexts(pod)) {
      if (context['privileged'] === true) {
        yield removal(fieldPath(path, 'privileged'), true, 'no privileged container');
      }
    }
  },
};

const baselineCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Capabilities beyond those that a container runtime gives by default. */
export const capabilitiesBaseline: PodSecurityCheck = {
  id: 'capabilities_baseline',
  since: 0,
  *find(pod) {
    for (const { path, context } of containerContexts(pod)) {
      for (const [index, added] of listAt(context, 'capabilities', 'add').entries()) {
        if (baselineCapabilities.has(String(added))) continue;
        yield {
          path: fieldPath(path, 'capabilities', 'add', index),
          got: shown(added),
          want: `one of ${[...baselineCapabilities].join(', ')}`,
          fix: `remove ${shown(added)} from the list`,
        };
      }
    }
  },
};

/** Folders of the node. */
export const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  since: 0,
  *find({ template: { spec, path } }) {
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      if (!isRecord(fieldAt(volume, 'hostPath'))) continue;
      yield {
        path: fieldPath(path, 'volumes', index, 'hostPath'),
        got: stringAt(volume, 'hostPath', 'path') ?? 'a hostPath volume',
        want: 'no hostPath volume',
        fix: 'mount a PersistentVolumeClaim, or an emptyDir where the data may go',
      };
    }
  },
};

const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  since: 0,
  *find({ containers }) {
    for (const { container, path } of containers) {
      for (const [index, port] of listAt(container, 'ports').entries()) {
        const hostPort = fieldAt(port, 'hostPort');
        if (hostPort === undefined || hostPort === 0) continue;
        yield {
          path: fieldPath(path, 'ports', index, 'hostPort'),
          got: shown(hostPort),
          want: 'no port of the node',
          fix: 'remove the field and reach the pod through a Service',
        };
      }
    }
  },
};

const handlers = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

const hostProbes: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  since: 34,
  *find({ containers }) {
    for (const { container, path } of containers) {
      for (const steps of handlers) {
        for (const action of ['httpGet', 'tcpSocket']) {
          const host = stringAt(container, ...steps, action, 'host') ?? '';
          if (host !== '')
            yield removal(fieldPath(path, ...steps, action, 'host'), host, 'no host: the pod itself');
        }
      }
    }
  },
};

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

const appArmor: PodSecurityCheck = {
  id: 'appArmorProfile',
  since: 0,
  *find(pod) {
    const metadata = pod.template.path.replace(/\.?spec$/, '');
    for (const [key, value] of Object.entries(pod.template.annotations)) {
      if (!key.startsWith(appArmorPrefix) || /^(|runtime\/default|localhost\/.*)$/.test(value)) continue;
      yield {
        path: fieldPath(metadata, 'metadata', 'annotations', key),
        got: value,
        want: 'runtime/default or localhost/…',
        fix: 'remove the annotation',
      };
    }
    for (const { path, context } of allContexts(pod)) {
      if (!isRecord(context['appArmorProfile'])) continue;
      const type = fieldAt(context, 'appArmorProfile', 'type');
      if (type === 'RuntimeDefault' || type === 'Localhost') continue;
      yield {
        path: fieldPath(path, 'appArmorProfile', 'type'),
        got: shown(type),
        want: 'RuntimeDefault or Localhost',
        fix: 'set it to RuntimeDefault',
      };
    }
  },
};

const seLinux: PodSecurityCheck = {
  id: 'seLinuxOptions',
  since: 0,
  *find(pod, minor) {
    const types = [
      'container_t',
      'container_init_t',
      'container_kvm_t',
      ...(minor >= 31 ? ['container_engine_t'] : []),
    ];
    for (const { path, context } of allContexts(pod)) {
      const type = stringAt(context, 'seLinuxOptions', 'type') ?? '';
      if (type !== '' && !types.includes(type)) {
        yield removal(
          fieldPath(path, 'seLinuxOptions', 'type'),
          type,
          `unset, or one of ${types.join(', ')}`,
        );
      }
      for (const field of ['user', 'role']) {
        const value = stringAt(context, 'seLinuxOptions', field) ?? '';
        if (value !== '') yield removal(fieldPath(path, 'seLinuxOptions', field), value, 'unset');
      }
    }
  },
};

function* unmaskedProc(pod: Parameters<PodSecurityCheck['find']>[0]): Generator<Violation> {
  for (const { path, context } of containerContexts(pod)) {
    const mount = context['procMount'];
    if (mount === undefined || mount === 'Default') continue;
    yield { path: fieldPath(path, 'procMount'), got: shown(mount), want: 'Default', fix: 'remove the field' };
  }
}

const procMountBaseline: PodSecurityCheck = {
  id: 'procMount',
  since: 0,
  *find(pod, minor) {
    if (!isUserNamespaced(pod, minor)) yield* unmaskedProc(pod);
  },
};

/** What `procMount` was for every pod before user namespaces relaxed it in baseline. */
export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  since: 35,
  *find(pod, minor) {
    // Pods that are in no user namespace are found by the baseline check already.
    if (isUserNamespaced(pod, minor)) yield* unmaskedProc(pod);
  },
};

/** Turning seccomp off. */
export const seccompBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  since: 0,
  *find(pod) {
    for (const { path, context } of allContexts(pod)) {
      if (!isRecord(context['seccompProfile'])) continue;
      const type = fieldAt(context, 'seccompProfile', 'type');
      if (type === 'RuntimeDefault' || type === 'Localhost') continue;
      yield {
        path: fieldPath(path, 'seccompProfile', 'type'),
        got: shown(type),
        want: 'RuntimeDefault or Localhost',
        fix: 'set it to RuntimeDefault',
      };
    }
  },
};

/** Sysctls that are namespaced and cannot hurt the node, with the minor that allowed each. */
const safeSysctls: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  since: 0,
  *find({ template: { spec, path } }, minor) {
    for (const [index, sysctl] of listAt(spec, 'securityContext', 'sysctls').entries()) {
      const name = stringAt(sysctl, 'name') ?? '';
      if ((safeSysctls[name] ?? Infinity) <= minor) continue;
      const allowed = Object.entries(safeSysctls).flatMap(([safe, since]) => (since <= minor ? [safe] : []));
      yield {
        path: fieldPath(path, 'securityContext', 'sysctls', index, 'name'),
        got: name,
        want: `one of ${allowed.join(', ')}`,
        fix: 'remove the entry, or set it on the nodes',
      };
    }
  },
};

/** The checks of level `baseline`. https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
export const baselineChecks: readonly PodSecurityCheck[] = [
  hostProcess,
  hostNamespaces,
  privileged,
  capabilitiesBaseline,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  appArmor,
  seLinux,
  procMountBaseline,
  seccompBaseline,
  sysctls,
];
