import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IgnoredDifference, UpstreamReference } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import { argoApi } from './names';

/** A folder of the output, or what Argo CD fetches and renders itself. */
export type ApplicationSource =
  | {
      readonly kind: 'folder';
      /** Folder in the repository. */
      readonly path: string;
      /** Whether the folder has sub-folders. */
      readonly recurse: boolean;
    }
  | UpstreamReference;

/** One component, applied to one cluster. */
export interface ApplicationProps {
  readonly name: string;
  readonly project: string;
  readonly source: ApplicationSource;
  readonly server: string;
  readonly namespace: string;
  readonly ignoreDifferences: readonly IgnoredDifference[];
}

const retryOf = ({ retry }: Platform['spec']['delivery']): Record<string, unknown> => ({
  limit: retry.limit,
  backoff: {
    duration: `${retry.initialSeconds}s`,
    factor: retry.factor,
    maxDuration: `${retry.maxSeconds}s`,
  },
});

const ignored = ({
  because: _because,
  group,
  ...difference
}: IgnoredDifference): Record<string, unknown> => ({
  ...(group === '' ? {} : { group }),
  ...difference,
});

const sourceOf = (source: ApplicationSource, { delivery }: Platform['spec']): Record<string, unknown> => {
  switch (source.kind) {
    case 'folder':
      return {
        repoURL: delivery.repoURL,
        targetRevision: delivery.targetRevision,
        path: source.path,
        // Argo CD strips what says nothing (`recurse: false`, `group: ''`), and the root would write it back for ever.
        ...(source.recurse ? { directory: { recurse: true } } : {}),
      };
    case 'chart':
      return {
        repoURL: source.repoURL,
        chart: source.chart,
        targetRevision: source.version,
        helm: {
          releaseName: source.releaseName,
          ...(Object.keys(source.values).length === 0 ? {} : { valuesObject: source.values }),
        },
      };
    case 'directory':
      return { repoURL: source.repoURL, targetRevision: source.version, path: source.path };
  }
};

/** An Application. https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
export const addApplication = (
  scope: Construct,
  id: string,
  platform: Platform,
  props: ApplicationProps,
): ApiObject => {
  const { delivery } = platform.spec;
  return new ApiObject(scope, id, {
    apiVersion: argoApi,
    kind: 'Application',
    metadata: {
      name: props.name,
      namespace: delivery.argoCD.namespace,
      // What reviewers cannot see in the output says so.
      ...(props.source.kind === 'folder'
        ? {}
        : {
            annotations: { 'drydock.dev/rendered-by': 'Argo CD, in the cluster: its objects are not in Git' },
          }),
      // A component that is switched off takes its objects with it; what holds data is protected one by one.
      finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
    },
    spec: {
      project: props.project,
      source: sourceOf(props.source, platform.spec),
      destination: { server: props.server, namespace: props.namespace },
      syncPolicy: {
        automated: { prune: delivery.prune, selfHeal: delivery.selfHeal },
        syncOptions: [
          // Fields that controllers write stay theirs, and no object outgrows the last-applied annotation.
          'ServerSideApply=true',
          'FailOnSharedResource=true',
          'PruneLast=true',
          ...(props.ignoreDifferences.length === 0 ? [] : ['RespectIgnoreDifferences=true']),
        ],
        retry: retryOf(delivery),
      },
      ...(props.ignoreDifferences.length === 0
        ? {}
        : { ignoreDifferences: props.ignoreDifferences.map(ignored) }),
    },
  });
};
