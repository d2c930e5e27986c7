import type { ApiClient } from '../../control-plane';
import { fieldAt, listAt, stringAt } from '../../kubernetes';

/** One object as Argo CD sees it. */
export interface ResourceState {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  readonly healthMessage: string;
  /** Whether Argo CD would delete it, for it is no longer in the tree. */
  readonly requiresPruning: boolean;
}

/** What became of one object in the last sync. */
export interface SyncResult {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `Synced`, `SyncFailed`, `Pruned`, `PruneSkipped`. */
  readonly status: string;
  /** `Running`, `Succeeded`, `Failed` … for hooks and what is waited for. */
  readonly hookPhase: string;
  /** In the API server's own words. */
  readonly message: string;
}

/** One Application at one moment. */
export interface ApplicationState {
  readonly name: string;
  /** `Synced`, `OutOfSync`, `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Missing`, `Suspended`, `Unknown`. */
  readonly health: string;
  /** Commit that it was compared with. */
  readonly revision: string;
  /** Phase of its last sync; empty before the first. */
  readonly phase: string;
  /** What the sync says of itself. */
  readonly message: string;
  readonly retries: number;
  readonly resources: readonly ResourceState[];
  readonly results: readonly SyncResult[];
  /** Errors that keep it from being compared or synced at all. */
  readonly conditions: readonly string[];
}

const textAt = (value: unknown, ...path: readonly string[]): string => stringAt(value, ...path) ?? '';

const resourceState = (resource: unknown): ResourceState => ({
  group: textAt(resource, 'group'),
  kind: textAt(resource, 'kind'),
  namespace: textAt(resource, 'namespace'),
  name: textAt(resource, 'name'),
  sync: textAt(resource, 'status'),
  health: textAt(resource, 'health', 'status'),
  healthMessage: textAt(resource, 'health', 'message'),
  requiresPruning: fieldAt(resource, 'requiresPruning') === true,
});

const syncResult = (result: unknown): SyncResult => ({
  group: textAt(result, 'group'),
  kind: textAt(result, 'kind'),
  namespace: textAt(result, 'namespace'),
  name: textAt(result, 'name'),
  status: textAt(result, 'status'),
  hookPhase: textAt(result, 'hookPhase'),
  message: textAt(result, 'message'),
});

/** Conditions that tell of an error. https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml */
const isError = (condition: unknown): boolean => /Error|Warning$/.test(textAt(condition, 'type'));

/** Reads an Application as the API server has it. */
export const applicationState = (application: unknown): ApplicationState => {
  const retries = fieldAt(application, 'status', 'operationState', 'retryCount');
  return {
    name: textAt(application, 'metadata', 'name'),
    sync: textAt(application, 'status', 'sync', 'status') || 'Unknown',
    health: textAt(application, 'status', 'health', 'status') || 'Unknown',
    revision: textAt(application, 'status', 'sync', 'revision'),
    phase: textAt(application, 'status', 'operationState', 'phase'),
    message: textAt(application, 'status', 'operationState', 'message'),
    retries: typeof retries === 'number' ? retries : 0,
    resources: listAt(application, 'status', 'resources').map(resourceState),
    results: listAt(application, 'status', 'operationState', 'syncResult', 'resources').map(syncResult),
    conditions: listAt(application, 'status', 'conditions')
      .filter(isError)
      .map((condition) => `${textAt(condition, 'type')}: ${textAt(condition, 'message')}`),
  };
};

/** Path of the Applications of a namespace. */
export const applicationsPath = (namespace: string): string =>
  `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;

/** All Applications of a namespace. */
export const readApplications = async (
  api: ApiClient,
  namespace: string,
): Promise<readonly ApplicationState[]> =>
  (await api.list(applicationsPath(namespace))).map(applicationState);

/** Whether it shows a commit, whole and healthy. */
export const isSettled = (state: ApplicationState, commit: string): boolean =>
  state.sync === 'Synced' &&
  state.health === 'Healthy' &&
  state.revision === commit &&
  state.phase !== 'Running' &&
  state.phase !== 'Terminating';

/** What a running sync waits for, as Argo CD names it: `apps/Deployment/iris`. */
export const waitedFor = ({ phase, message }: ApplicationState): string | undefined =>
  phase === 'Running'
    ? /^waiting for (?:healthy state|completion|deletion) of (?:hook )?(\S+)/.exec(message)?.[1]
    : undefined;
