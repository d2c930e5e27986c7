import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { NotebookDefinition } from '../../platform';
import { podsIn } from '../model-server/network-policy';
import { addClaims, claimedMounts } from './claims';
import { addWorkPolicy } from './network';
import { podSpecOf } from './pod';
import type { KubeflowSite } from './site';

/** User and group of Kubeflow's notebook images. */
const jovyan = { user: 1000, group: 100 };

const port = 8888;

/** How Kubeflow's user interface comes to a server that does not know the prefix of its address. */
const serverAnnotations = ({
  kind,
  namespace,
  name,
}: NotebookDefinition): Readonly<Record<string, string>> => {
  const rewrite = { 'notebooks.kubeflow.org/http-rewrite-uri': '/' };
  switch (kind) {
    case 'jupyter':
      return { 'notebooks.kubeflow.org/server-type': 'jupyter' };
    case 'codeserver':
      return { 'notebooks.kubeflow.org/server-type': 'group-one', ...rewrite };
    case 'rstudio':
      return {
        'notebooks.kubeflow.org/server-type': 'group-two',
        ...rewrite,
        'notebooks.kubeflow.org/http-headers-request-set': JSON.stringify({
          'X-RStudio-Root-Path': `/notebook/${namespace}/${name}/`,
        }),
      };
  }
};

/** Any value stops a notebook; users of the interface see it as the time, so it is one that never comes. */
const stopped = { 'kubeflow-resource-stopped': '1970-01-01T00:00:00Z' };

/** Settings of a notebook server. */
export interface NotebookProps {
  readonly notebook: NotebookDefinition;
  /** Namespace of the controller, which asks notebooks whether they are idle. */
  readonly controllerNamespace: string;
  readonly site: KubeflowSite;
}

/** A notebook server with the volume of its user. https://www.kubeflow.org/docs/components/notebooks/ */
export class Notebook extends Construct {
  constructor(scope: Construct, id: string, { notebook, controllerNamespace, site }: NotebookProps) {
    super(scope, id);
    const { name, namespace, workspace } = notebook;
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'notebook' };
    const volumes = [{ ...workspace, readOnly: false }, ...notebook.volumes];
    addClaims(this, name, volumes, namespace, labels, site);
    new ApiObject(this, 'notebook', {
      apiVersion: 'kubeflow.org/v1',
      kind: 'Notebook',
      metadata: {
        name,
        namespace,
        // The controller gives them to the pod, where PodDefaults look.
        labels: { ...labels, ...notebook.podDefaults },
        annotations: { ...serverAnnotations(notebook), ...(notebook.stopped ? stopped : {}) },
      },
      spec: {
        template: {
          spec: podSpecOf({
            // The controller tells its prefix to the container that is called like the notebook.
            container: name,
            image: notebook.image,
            env: { HOME: workspace.mountPath, ...notebook.env },
            ports: [{ name: 'notebook-port', containerPort: port, protocol: 'TCP' }],
            resources: notebook.resources,
            placement: notebook.placement,
            security: jovyan,
            mounts: claimedMounts(name, volumes),
            writableRoot: true,
            site,
          }),
        },
      },
    });
    addWorkPolicy(this, {
      name: `notebook-${name}`,
      namespace,
      labels,
      pods: { 'notebook-name': name },
      callers: [{ from: [podsIn(notebook.gatewayNamespace), podsIn(controllerNamespace)], ports: [port] }],
      egress: notebook.egress,
      site,
    });
  }
}
