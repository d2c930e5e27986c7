import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { servedNames, type ModelDefinition } from '../../platform';
import { partLabels, scrapeLabel, type MetadataOf } from './labels';
import type { ServerProcess } from './runtimes';

/** Annotations by which Prometheus finds pods, where the model asks for that way. */
export const scrapeAnnotations = (
  { metrics }: ModelDefinition,
  { metrics: endpoint, ports }: ServerProcess,
): Readonly<Record<string, string>> => {
  const port = ports.find((each) => each.name === endpoint?.port);
  return metrics.kind !== 'annotations' || endpoint === undefined || port === undefined
    ? {}
    : {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(port.number),
        'prometheus.io/path': endpoint.path,
      };
};

/**
 * The ServiceMonitor of a model, and the rule with its alerts.
 * https://prometheus-operator.dev/docs/api-reference/api/
 */
export const addMonitor = (
  scope: Construct,
  { name, metrics }: ModelDefinition,
  { metrics: endpoint }: ServerProcess,
  metadata: MetadataOf,
): void => {
  if (metrics.kind !== 'serviceMonitor' || endpoint === undefined) return;
  const { server } = servedNames(name);
  const own = metadata(server);
  const labelled = { ...own, labels: { ...own.labels, ...metrics.labels } };
  new ApiObject(scope, 'service-monitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: labelled,
    spec: {
      selector: { matchLabels: { ...partLabels(name, 'model-server'), [scrapeLabel]: 'true' } },
      endpoints: [{ port: endpoint.port, path: endpoint.path, interval: `${metrics.intervalSeconds}s` }],
    },
  });
  if (metrics.alerts.length === 0) return;
  new ApiObject(scope, 'alerts', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: labelled,
    spec: {
      groups: [
        {
          name: `model-${name}`,
          rules: metrics.alerts.map((alert) => ({
            alert: alert.name,
            expr: alert.expression,
            ...(alert.forMinutes === 0 ? {} : { for: `${alert.forMinutes}m` }),
            labels: { severity: alert.severity },
            annotations: { summary: alert.summary },
          })),
        },
      ],
    },
  });
};
