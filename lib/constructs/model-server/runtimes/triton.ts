import type { ModelDefinition, ModelSource, Runtime } from '../../../platform';
import type { ServerProcess } from './server-process';

/**
 * NVIDIA Triton. Liveness asks for the server, readiness for its models.
 * https://github.com/triton-inference-server/server, docs/protocol and docs/user_guide/model_repository.md
 */
export const tritonProcess = (
  runtime: Extract<Runtime, { kind: 'triton' }>,
  source: ModelSource,
  { gracefulSeconds }: ModelDefinition['rollout'],
): ServerProcess => {
  const question = (path: string) => ({ kind: 'http', port: 'http', path }) as const;
  const repository = source.kind === 'image' ? (source.path ?? '/models') : '/models';
  return {
    command: ['tritonserver'],
    args: [
      `--model-repository=${repository}`,
      `--strict-readiness=${runtime.strictReadiness}`,
      `--exit-timeout-secs=${gracefulSeconds}`,
      ...runtime.args,
    ],
    env: {},
    ports: [
      { name: 'http', number: 8000, protocol: 'http' },
      { name: 'grpc', number: 8001, protocol: 'grpc' },
      { name: 'metrics', number: 8002, protocol: 'http', metricsOnly: true },
    ],
    startup: question('/v2/health/ready'),
    readiness: question('/v2/health/ready'),
    liveness: question('/v2/health/live'),
    metrics: { port: 'metrics', path: '/metrics' },
    modelFolder: '/models',
    files: {},
    scratch: {},
  };
};
