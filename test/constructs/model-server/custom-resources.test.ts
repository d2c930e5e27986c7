import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { fieldAt, isRecord, listAt, recordAt, type KubernetesObject } from '../../../lib/kubernetes';
import { find, iris, render } from './support';

const upstream = join(
  process.env['DRYDOCK_UPSTREAM'] ?? join(__dirname, '../../../../shared/upstream'),
  'crds',
);

const definitions = {
  HTTPRoute: 'gateway-api/gateway.networking.k8s.io_httproutes.yaml',
  ServiceMonitor: 'prometheus-operator/monitoring.coreos.com_servicemonitors.yaml',
  PrometheusRule: 'prometheus-operator/monitoring.coreos.com_prometheusrules.yaml',
} as const;

/** Fields of a value that a CRD schema does not know, requires or allows, by their paths. */
const strangers = (schema: unknown, value: unknown, path: string): readonly string[] => {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => strangers(fieldAt(schema, 'items'), item, `${path}[${index}]`));
  }
  const allowed = listAt(schema, 'enum');
  if (allowed.length > 0 && !allowed.includes(value))
    return [`${path}: ${String(value)} is none of ${allowed.join(', ')}`];
  const pattern = fieldAt(schema, 'pattern');
  if (typeof pattern === 'string' && typeof value === 'string' && !new RegExp(pattern).test(value)) {
    return [`${path}: ${value} does not match ${pattern}`];
  }
  if (!isRecord(value) || path === 'metadata') return [];
  const properties = recordAt(schema, 'properties');
  const others = fieldAt(schema, 'additionalProperties');
  const absent = listAt(schema, 'required').filter((field) => typeof field === 'string' && !(field in value));
  return [
    ...absent.map((field) => `${path}.${String(field)} is missing`),
    ...Object.entries(value).flatMap(([field, below]) => {
      const known = properties[field] ?? others;
      const at = path === '' ? field : `${path}.${field}`;
      return known === undefined ? [`${at} is unknown`] : strangers(known, below, at);
    }),
  ];
};

const schemaOf = (file: string, object: KubernetesObject): unknown => {
  const definition = load(readFileSync(join(upstream, file), 'utf8'));
  const version = object.apiVersion.split('/')[1];
  const served = listAt(definition, 'spec', 'versions').find((each) => fieldAt(each, 'name') === version);
  return fieldAt(served, 'schema', 'openAPIV3Schema');
};

const isThere = existsSync(upstream);

(isThere ? describe : describe.skip)(`custom resources${isThere ? '' : ` (skipped: no ${upstream})`}`, () => {
  const objects = render({
    ...iris,
    scaling: { kind: 'fixed', replicas: 2 },
    canary: { weight: 10, by: 'route', image: { name: 'registry.example.com/models/iris', tag: '2' } },
    exposure: {
      kind: 'route',
      host: 'iris.example.com',
      gateway: { name: 'public', namespace: 'gateway', listener: 'https' },
    },
    metrics: {
      kind: 'serviceMonitor',
      alerts: [{ name: 'IrisDown', expression: 'up == 0', summary: 'Nobody answers.', forMinutes: 5 }],
    },
  });

  it.each(Object.entries(definitions))(
    '%s has only fields and values that its definition knows',
    (kind, file) => {
      const object = find(objects, kind, 'iris');
      expect(strangers(schemaOf(file, object), object, '')).toEqual([]);
    },
  );

  it('would be found with a field that no definition knows', () => {
    const route = find(objects, 'HTTPRoute', 'iris');
    const wrong = { ...route, spec: { ...recordAt(route, 'spec'), host: 'iris.example.com' } };
    expect(strangers(schemaOf(definitions.HTTPRoute, route), wrong, '')).toEqual(['spec.host is unknown']);
  });
});
