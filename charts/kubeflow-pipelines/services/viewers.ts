import { kfpImage, type Install } from '../install';
import {
  allow,
  everything,
  httpGet,
  parts,
  patched,
  permissions,
  requests,
  service,
  serviceAccount,
  soon,
  tcp,
  workload,
  type Part,
} from '../parts';
import { watchedNamespace } from './agents';
import { evictable } from './evictable';

const viewers = allow('kubeflow.org', 'viewers viewers/finalizers', everything);

/** What the viewer controller starts: a TensorBoard is a Deployment and a Service. Upstream says any group of them. */
export const viewerRules = ({ parity }: Install) => [
  ...(parity
    ? [allow('*', 'deployments services', everything)]
    : [allow('apps', 'deployments', everything), allow('core', 'services', everything)]),
  viewers,
];

/** The controller that starts a TensorBoard where somebody looks at one. */
export const viewerController = (install: Install): readonly Part[] => {
  const name = 'ml-pipeline-viewer-crd';
  const account = `${name}-service-account`;
  return parts('pipelines', [
    ...permissions(install.namespace, {
      account,
      role: 'ml-pipeline-viewer-controller-role',
      binding: `${name}-binding`,
      rules: viewerRules(install),
    }),
    serviceAccount('kubeflow-pipelines-viewer', install.namespace),
    workload({
      name,
      namespace: install.namespace,
      selector: { app: name },
      podAnnotations: evictable,
      serviceAccount: account,
      container: {
        name,
        image: kfpImage(install, 'viewer-crd-controller'),
        pull: 'Always',
        env: patched(
          { MAX_NUM_VIEWERS: '50', NAMESPACE: watchedNamespace(install) },
          install.multiUser ? { NAMESPACE: watchedNamespace(install) } : {},
        ),
      },
    }),
  ]);
};

/** The server that draws what steps have asked to be drawn. */
export const visualizationServer = (install: Install): readonly Part[] => {
  const name = 'ml-pipeline-visualizationserver';
  const { namespace } = install;
  const health = { ...httpGet('/', 8888), ...soon };
  return parts('pipelines', [
    serviceAccount(name, namespace),
    service({ name, namespace, selector: { app: name }, ports: [tcp('http', 8888)] }),
    workload({
      name,
      namespace,
      selector: { app: name },
      podAnnotations: evictable,
      serviceAccount: name,
      container: {
        name,
        image: kfpImage(install, 'visualization-server'),
        pull: 'IfNotPresent',
        ports: [{ name: 'http', port: 8888 }],
        fields: { resources: requests('30m', '500Mi'), livenessProbe: health, readinessProbe: health },
      },
    }),
  ]);
};
