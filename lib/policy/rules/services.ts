import { describeKey, fieldAt, fieldPath, listAt, mapSelects, stringAt, stringMapAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext, Workload } from '../context';
import type { Finding, Rule } from '../rule';

/** Services whose endpoints Kubernetes looks up by labels. */
const selecting = ({
  objects,
}: PolicyContext): readonly {
  readonly manifest: Manifest;
  readonly selector: Readonly<Record<string, string>>;
}[] =>
  objects.ofKind('/Service').flatMap((manifest) => {
    const selector = stringMapAt(manifest.object, 'spec', 'selector');
    return fieldAt(manifest.object, 'spec', 'type') === 'ExternalName' || Object.keys(selector).length === 0
      ? []
      : [{ manifest, selector }];
  });

/** Labels as they are written on a command line. */
export const shownLabels = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

/** The workload whose labels differ least, and in what. */
export const nearestWorkload = (
  workloads: readonly Workload[],
  selector: Readonly<Record<string, string>>,
): string => {
  let best: { readonly workload: Workload; readonly missing: readonly string[] } | undefined;
  for (const workload of workloads.slice(0, 500)) {
    const missing = Object.keys(selector).filter((key) => workload.labels[key] !== selector[key]);
    if (
      missing.length < Object.keys(selector).length &&
      (best === undefined || missing.length < best.missing.length)
    ) {
      best = { workload, missing };
    }
  }
  if (best === undefined) return '';
  const differences = best.missing.map((key) => `${key}=${best.workload.labels[key] ?? '(unset)'}`);
  return `; nearest is ${describeKey(best.workload.manifest.key)} with ${differences.join(', ')}`;
};

export const serviceSelector: Rule = {
  id: 'service/selector',
  severity: 'error',
  summary: 'Every Service selects the pods of a workload.',
  why: 'It has no endpoints, and every connection to it is refused.',
  *check(context) {
    for (const { manifest, selector } of selecting(context)) {
      const { namespace } = manifest.key;
      const [first] = context.workloads.withLabels(namespace, selector);
      if (first !== undefined) continue;
      if (context.workloads.customPodsMatch(namespace, (labels) => mapSelects(selector, labels))) continue;
      yield {
        manifest,
        path: 'spec.selector',
        got: `${shownLabels(selector)}: no workload of namespace ${namespace} has these pod labels${nearestWorkload(context.workloads.in(namespace), selector)}`,
        want: 'labels of a pod template in the same namespace',
        fix: 'copy the labels of the pod template into spec.selector',
      };
    }
  },
};

interface ContainerPort {
  readonly name: string | undefined;
  readonly number: unknown;
  readonly protocol: string;
}

const portsOf = ({ containers }: Workload): readonly ContainerPort[] =>
  containers.flatMap(({ container }) =>
    listAt(container, 'ports').map((port) => ({
      name: stringAt(port, 'name'),
      number: fieldAt(port, 'containerPort'),
      protocol: stringAt(port, 'protocol') ?? 'TCP',
    })),
  );

const shownPort = ({ name, number, protocol }: ContainerPort): string =>
  `${name === undefined ? '' : `${name}=`}${String(number)}${protocol === 'TCP' ? '' : `/${protocol}`}`;

/** What is wrong with one target port for one workload behind the Service; undefined where it is right. */
const targetProblem = (target: unknown, protocol: string, workload: Workload): string | undefined => {
  const ports = portsOf(workload);
  const isTarget = ({ name, number }: ContainerPort) =>
    (typeof target === 'string' ? name : number) === target;
  if (ports.some((port) => isTarget(port) && port.protocol === protocol)) return undefined;
  // A number works without being declared; it is only suspicious where other ports are.
  if (typeof target === 'number' && ports.length === 0) return undefined;
  const declared = ports.length === 0 ? 'declares no port' : `declares ${ports.map(shownPort).join(', ')}`;
  return `${describeKey(workload.manifest.key)} ${declared}`;
};

const targetFinding = (
  manifest: Manifest,
  index: number,
  port: unknown,
  workloads: readonly Workload[],
): Finding | undefined => {
  const written = fieldAt(port, 'targetPort');
  const target = written ?? fieldAt(port, 'port');
  const protocol = stringAt(port, 'protocol') ?? 'TCP';
  const problems = workloads.flatMap((workload) => targetProblem(target, protocol, workload) ?? []);
  if (problems.length === 0) return undefined;
  // A port by name may be meant for some of the workloads only; a number is just not announced.
  const isBroken = typeof target === 'string' && problems.length === workloads.length;
  return {
    manifest,
    path: fieldPath('spec.ports', index, written === undefined ? 'port' : 'targetPort'),
    severity: isBroken ? 'error' : 'warning',
    got: `${String(target)}/${protocol}: ${problems.slice(0, 3).join('; ')}`,
    want: 'a port that a container behind the Service declares, with the same protocol',
    fix: 'write the name of a container port as targetPort, or add the port to the container',
  };
};

export const serviceTargetPort: Rule = {
  id: 'service/target-port',
  severity: 'error',
  summary:
    'Every target port of a Service is declared, by name or number and protocol, by the pods behind it.',
  why: 'Connections to the port are refused although the Service has endpoints.',
  *check(context) {
    for (const { manifest, selector } of selecting(context)) {
      const workloads = [...context.workloads.withLabels(manifest.key.namespace, selector)];
      if (workloads.length === 0) continue;
      for (const [index, port] of listAt(manifest.object, 'spec', 'ports').entries()) {
        const finding = targetFinding(manifest, index, port, workloads);
        if (finding !== undefined) yield finding;
      }
    }
  },
};

export const referencedServicePort: Rule = {
  id: 'reference/service-port',
  severity: 'error',
  summary: 'Every port that a webhook, an API service or a route names is a port of its Service.',
  why: 'Calls fail; for a webhook with failurePolicy Fail that blocks every object it matches.',
  *check({ references, objects }) {
    for (const { from, to, port } of references) {
      if (port === undefined || to.kind !== 'Service') continue;
      const service = objects.find(to);
      if (service === undefined) continue;
      const ports = listAt(service.object, 'spec', 'ports');
      const field = typeof port.value === 'string' ? 'name' : 'port';
      if (ports.some((each) => fieldAt(each, field) === port.value)) continue;
      const known = ports.map((each) =>
        [stringAt(each, 'name'), String(fieldAt(each, 'port'))]
          .filter((part) => part !== undefined)
          .join('='),
      );
      yield {
        manifest: from,
        path: port.path,
        got: `${port.value}: ${describeKey(to)} has ${known.length === 0 ? 'no ports' : known.join(', ')}`,
        want: `a port of ${describeKey(to)}`,
        fix: 'write the port of the Service, not that of the container',
      };
    }
  },
};
