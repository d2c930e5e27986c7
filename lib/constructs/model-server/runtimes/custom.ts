import type { Runtime } from '../../../platform';
import type { ServerProcess } from './server-process';

/** A server of the user’s own: what they say, nothing assumed. */
export const customProcess = (runtime: Extract<Runtime, { kind: 'custom' }>): ServerProcess => {
  const { command, args, probes, metrics, modelPath } = runtime;
  const [api, ...others] = runtime.ports;
  return {
    command,
    args,
    env: {},
    ports: [
      api,
      ...others.map((port) => (port.name === metrics?.port ? { ...port, metricsOnly: true as const } : port)),
    ],
    startup: probes.startup ?? probes.readiness,
    readiness: probes.readiness,
    liveness: probes.liveness,
    ...(metrics === undefined ? {} : { metrics }),
    modelFolder: modelPath,
    files: {},
    scratch: {},
  };
};
