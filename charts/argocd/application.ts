import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IgnoredDifference } from '../../lib/constructs';
import type { Platform } from '../../lib/platform';
import { argoApi } from './names';

/** One folder of the output, applied to one cluster. */
export interface ApplicationProps {
  readonly name: string;
  readonly project: string;
  /** Folder in the repository. */
  readonly path: string;
  /** Whether the folder has sub-folders. */
  readonly recurse: boolean;
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
      // A component that is switched off takes its objects with it; what holds data is protected one by one.
      finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
    },
    spec: {
      project: props.project,
      source: {
        repoURL: delivery.repoURL,
        targetRevision: delivery.targetRevision,
        path: props.path,
        // Argo CD strips what says nothing (`recurse: false`, `group: ''`), and the root would write it back for ever.
        ...(props.recurse ? { directory: { recurse: true } } : {}),
      },
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
