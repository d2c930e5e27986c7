import { ApiObject, App, type AppProps, type Chart } from 'cdk8s';
import { ComponentChart } from '../lib/constructs';

/** Charts of a synthetic platform: what a site with many models looks like, without any model's own cost. */
export interface TreeShape {
  readonly charts: number;
  readonly objectsPerChart: number;
  /** Whether each chart depends on the one before it. */
  readonly chain: boolean;
}

const labelsOf = (name: string): Record<string, string> => ({ 'app.kubernetes.io/name': name });

const addObject = (chart: Chart, index: number): void => {
  const name = `${chart.node.id}-${index}`;
  switch (index % 3) {
    case 0:
      new ApiObject(chart, name, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name },
        data: { 'run.sh': '#!/bin/sh\nset -eu\nexec python train.py --epochs "$EPOCHS"\n', level: 'info' },
      });
      return;
    case 1:
      new ApiObject(chart, name, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name },
        spec: {
          replicas: 2,
          selector: { matchLabels: labelsOf(name) },
          template: {
            metadata: { labels: labelsOf(name) },
            spec: {
              automountServiceAccountToken: false,
              securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  name: 'main',
                  image: 'docker.io/example/app:1.0.0',
                  envFrom: [{ configMapRef: { name: `${chart.node.id}-${index - 1}` } }],
                  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
                },
              ],
            },
          },
        },
      });
      return;
    default:
      new ApiObject(chart, name, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name },
        spec: {
          selector: labelsOf(`${chart.node.id}-${index - 1}`),
          ports: [{ name: 'http', port: 80, targetPort: 8080 }],
        },
      });
  }
};

/** The same tree for Drydock and for cdk8s. */
export const syntheticTree = (
  { charts, objectsPerChart, chain }: TreeShape,
  props: AppProps = {},
): { readonly app: App; readonly charts: readonly Chart[] } => {
  const app = new App(props);
  const made = Array.from({ length: charts }, (_, index): Chart => {
    const chart = new ComponentChart(app, `c${index}`, { namespace: `c${index}` });
    for (let each = 0; each < objectsPerChart; each += 1) addObject(chart, each);
    return chart;
  });
  if (chain)
    made.forEach((chart, index) => {
      const before = made[index - 1];
      if (before !== undefined) chart.addDependency(before);
    });
  return { app, charts: made };
};
