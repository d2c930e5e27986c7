import { describeKey, fieldAt, fieldPath, listAt, stringAt, type ContainerOf } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { Finding, Rule } from '../rule';

const handlers = [
  ['livenessProbe', 'httpGet'],
  ['livenessProbe', 'tcpSocket'],
  ['readinessProbe', 'httpGet'],
  ['readinessProbe', 'tcpSocket'],
  ['startupProbe', 'httpGet'],
  ['startupProbe', 'tcpSocket'],
  ['lifecycle', 'postStart', 'httpGet'],
  ['lifecycle', 'postStart', 'tcpSocket'],
  ['lifecycle', 'preStop', 'httpGet'],
  ['lifecycle', 'preStop', 'tcpSocket'],
] as const;

export const probePorts: Rule = {
  id: 'container/probe-port',
  severity: 'error',
  summary: 'Every port that a probe or lifecycle hook names is declared by its container.',
  why: 'The probe fails for ever: the pod is killed again and again, or never becomes ready.',
  *check({ workloads }) {
    for (const { manifest, containers } of workloads.all) {
      for (const { container, path } of containers) {
        const names = listAt(container, 'ports').flatMap((port) => stringAt(port, 'name') ?? []);
        for (const steps of handlers) {
          const port = stringAt(container, ...steps, 'port');
          if (port === undefined || names.includes(port) || /^[0-9]+$/.test(port)) continue;
          yield {
            manifest,
            path: fieldPath(path, ...steps, 'port'),
            got: `${port}: the container ${names.length === 0 ? 'names no port' : `names ${names.join(', ')}`}`,
            want: 'the name of a port of the same container',
            fix: `name a port ${port} in ${path}.ports, or correct the name here`,
          };
        }
      }
    }
  },
};

/** Positions of the items whose key an earlier item has. */
const repeated = <T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): readonly { readonly index: number; readonly first: number; readonly key: string }[] => {
  const seen = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first !== undefined) return [{ index, first, key }];
    seen.set(key, index);
    return [];
  });
};

export const duplicateEnvironment: Rule = {
  id: 'container/duplicate-variable',
  severity: 'error',
  summary: 'No container sets an environment variable twice.',
  why: 'The last one wins, and server-side apply refuses the list.',
  *check({ workloads }) {
    for (const { manifest, containers } of workloads.all) {
      for (const { container, path } of containers) {
        for (const { index, first, key } of repeated(listAt(container, 'env'), (item) =>
          stringAt(item, 'name'),
        )) {
          yield {
            manifest,
            path: fieldPath(path, 'env', index, 'name'),
            got: `${key}, which env[${first}] sets too`,
            want: 'each name once',
            fix: 'remove one of the two',
          };
        }
      }
    }
  },
};

const portKey = (port: unknown): string =>
  [fieldAt(port, 'containerPort'), stringAt(port, 'protocol') ?? 'TCP', stringAt(port, 'hostIP') ?? ''].join(
    '/',
  );

const duplicatePort = (manifest: Manifest, path: string, got: string): Finding => ({
  manifest,
  path,
  got,
  want: 'each port once per pod',
  fix: 'remove one of the two, or give it another number and name',
});

function* inOneContainer(manifest: Manifest, { container, path }: ContainerOf): Generator<Finding> {
  const ports = listAt(container, 'ports');
  for (const { index, first, key } of repeated(ports, portKey)) {
    yield duplicatePort(
      manifest,
      fieldPath(path, 'ports', index, 'containerPort'),
      `${key.replace(/\/$/, '')}, like ports[${first}]`,
    );
  }
  for (const { index, first, key } of repeated(ports, (port) => stringAt(port, 'name'))) {
    yield duplicatePort(manifest, fieldPath(path, 'ports', index, 'name'), `${key}, like ports[${first}]`);
  }
}

function* acrossContainers(manifest: Manifest, containers: readonly ContainerOf[]): Generator<Finding> {
  const ports = containers
    .filter(({ role }) => role === 'container')
    .flatMap(({ container, path }) =>
      listAt(container, 'ports').map((port, index) => ({
        port,
        owner: path,
        path: fieldPath(path, 'ports', index),
      })),
    );
  const both = [
    ...repeated(ports, ({ port }) => portKey(port)).map((each) => ({ ...each, field: 'containerPort' })),
    ...repeated(ports, ({ port }) => stringAt(port, 'name')).map((each) => ({ ...each, field: 'name' })),
  ];
  for (const { index, first, key, field } of both) {
    const [later, earlier] = [ports[index], ports[first]];
    if (later === undefined || earlier === undefined || later.owner === earlier.owner) continue;
    yield duplicatePort(
      manifest,
      fieldPath(later.path, field),
      `${key.replace(/\/$/, '')}, like ${earlier.path}`,
    );
  }
}

export const duplicatePorts: Rule = {
  id: 'container/duplicate-port',
  severity: 'error',
  summary: 'No pod declares a port, or the name of one, twice.',
  why: 'Containers of a pod share one network: the second server cannot bind, and a name leads to either.',
  *check({ workloads, objects }) {
    for (const { manifest, containers } of workloads.all) {
      for (const container of containers) yield* inOneContainer(manifest, container);
      yield* acrossContainers(manifest, containers);
    }
    for (const manifest of objects.ofKind('/Service')) {
      const ports = listAt(manifest.object, 'spec', 'ports');
      const key = (port: unknown) =>
        `${String(fieldAt(port, 'port'))}/${stringAt(port, 'protocol') ?? 'TCP'}`;
      for (const { index, first, key: port } of repeated(ports, key)) {
        yield duplicatePort(
          manifest,
          fieldPath('spec.ports', index, 'port'),
          `${port}, like spec.ports[${first}]`,
        );
      }
      for (const { index, first, key: name } of repeated(ports, (port) => stringAt(port, 'name'))) {
        yield duplicatePort(
          manifest,
          fieldPath('spec.ports', index, 'name'),
          `${name}, like spec.ports[${first}]`,
        );
      }
      const unnamed = ports.findIndex((port) => stringAt(port, 'name') === undefined);
      if (ports.length < 2 || unnamed < 0) continue;
      yield {
        manifest,
        path: fieldPath('spec.ports', unnamed, 'name'),
        got: `unset, in a Service of ${ports.length} ports`,
        want: 'a name for each port where there are several',
        fix: `name the ports of ${describeKey(manifest.key)}`,
      };
    }
  },
};
