import type { WorkloadName } from '../../../lib/platform';

/** What a workload is given where upstream says nothing: measured on idle installations, with room to start in. */
export const defaultRequests: Readonly<
  Partial<Record<WorkloadName, Readonly<Record<'cpu' | 'memory', string>>>>
> = {
  'cache-server': { cpu: '20m', memory: '64Mi' },
  'metadata-envoy-deployment': { cpu: '20m', memory: '64Mi' },
  'metadata-grpc-deployment': { cpu: '50m', memory: '128Mi' },
  'metadata-writer': { cpu: '20m', memory: '128Mi' },
  'ml-pipeline-scheduledworkflow': { cpu: '20m', memory: '64Mi' },
  'ml-pipeline-viewer-crd': { cpu: '10m', memory: '64Mi' },
};

/** Memory at which a container is stopped: a leak then hurts the workload that has it, not its node. */
export const memoryLimits: Readonly<Record<WorkloadName, string>> = {
  'cache-server': '512Mi',
  'metadata-envoy-deployment': '512Mi',
  'metadata-grpc-deployment': '1Gi',
  'metadata-postgres-db': '2Gi',
  'metadata-writer': '1Gi',
  'ml-pipeline': '2Gi',
  'ml-pipeline-persistenceagent': '2Gi',
  'ml-pipeline-scheduledworkflow': '512Mi',
  'ml-pipeline-ui': '1Gi',
  'ml-pipeline-viewer-crd': '512Mi',
  'ml-pipeline-visualizationserver': '2Gi',
  mysql: '4Gi',
  postgres: '4Gi',
  seaweedfs: '4Gi',
  'workflow-controller': '2Gi',
};

/** Workloads that never talk to the API server, and so get no token for it. */
export const withoutToken: ReadonlySet<string> = new Set<WorkloadName>([
  'metadata-envoy-deployment',
  'metadata-grpc-deployment',
  'metadata-postgres-db',
  'ml-pipeline-visualizationserver',
  'mysql',
  'postgres',
  'seaweedfs',
]);
