import { k8s } from 'cdk8s-plus-27';
import type { ContainerFields } from './complete';
import type { Question, ServerProcess } from './runtimes';

/** Seconds between two questions while the model is loaded. */
const startupPeriod = 5;

const asked = (question: Question, { ports }: ServerProcess): k8s.Probe => {
  switch (question.kind) {
    case 'http':
      return { httpGet: { path: question.path, port: k8s.IntOrString.fromString(question.port) } };
    case 'tcp':
      return { tcpSocket: { port: k8s.IntOrString.fromString(question.port) } };
    case 'grpc': {
      // A gRPC probe takes no port name.
      const number = (ports.find((port) => port.name === question.port) ?? ports[0]).number;
      return {
        grpc: { port: number, ...(question.service === undefined ? {} : { service: question.service }) },
      };
    }
    case 'exec':
      return { exec: { command: [...question.command] } };
  }
};

/**
 * Three probes with three purposes: the startup probe gives the model time to load, the readiness probe asks the model,
 * and the liveness probe only the process, so that a busy model is not killed.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export const probesOf = (process: ServerProcess, loadSeconds: number): ContainerFields => ({
  startupProbe: {
    ...asked(process.startup, process),
    periodSeconds: startupPeriod,
    timeoutSeconds: 5,
    failureThreshold: Math.ceil(loadSeconds / startupPeriod),
  },
  readinessProbe: {
    ...asked(process.readiness, process),
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
  livenessProbe: {
    ...asked(process.liveness, process),
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 6,
  },
});
