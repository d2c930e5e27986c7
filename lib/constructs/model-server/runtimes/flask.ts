import type { ModelDefinition, Runtime } from '../../../platform';
import type { ServerProcess } from './server-process';

/** Workers leave within this share of `maxRequests`, so that they do not all leave at once. */
const jitterShare = 0.1;

/** Where the processes of one pod keep their counters, for /metrics to add them up. */
const metricsFolder = '/run/metrics';

/**
 * Flask behind gunicorn. Its heartbeat files are in memory (`/dev/shm`): on a disk a slow write looks like a dead worker.
 * https://docs.gunicorn.org/en/stable/settings.html
 */
export const flaskProcess = (
  runtime: Extract<Runtime, { kind: 'flask' }>,
  { gracefulSeconds }: ModelDefinition['rollout'],
): ServerProcess => {
  const { app, port, workers, threads, timeoutSeconds, maxRequests, preload, paths } = runtime;
  const question = (path: string) => ({ kind: 'http', port: 'http', path }) as const;
  return {
    command: ['gunicorn'],
    args: [
      app,
      `--bind=0.0.0.0:${port}`,
      `--workers=${workers}`,
      `--threads=${threads}`,
      `--timeout=${timeoutSeconds}`,
      `--graceful-timeout=${gracefulSeconds}`,
      '--worker-tmp-dir=/dev/shm',
      // Said also when it is 0: the image may bring a gunicorn.conf.py that thinks otherwise.
      `--max-requests=${maxRequests}`,
      ...(maxRequests === 0 ? [] : [`--max-requests-jitter=${Math.ceil(maxRequests * jitterShare)}`]),
      ...(preload ? ['--preload'] : []),
      ...runtime.args,
    ],
    env: {
      PORT: String(port),
      PROMETHEUS_MULTIPROC_DIR: metricsFolder,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
    },
    ports: [{ name: 'http', number: port, protocol: 'http' }],
    startup: question(paths.readiness),
    readiness: question(paths.readiness),
    liveness: question(paths.liveness),
    metrics: { port: 'http', path: paths.metrics },
    modelFolder: '/models',
    files: {},
    scratch: { metrics: metricsFolder },
  };
};
