import type { ModelDefinition, ModelSource, Runtime } from '../../../platform';
import type { ServerProcess } from './server-process';

const metricsPath = '/monitoring/prometheus/metrics';
const monitoringFile = 'monitoring.config';

/**
 * TensorFlow Serving. It opens its ports when the model is loaded, so that an open port says enough about the process.
 * https://github.com/tensorflow/serving, tensorflow_serving/g3doc/api_rest.md and model_servers/main.cc
 */
export const tensorflowProcess = (
  runtime: Extract<Runtime, { kind: 'tensorflow' }>,
  source: ModelSource,
  { name, config }: Pick<ModelDefinition, 'name' | 'config'>,
): ServerProcess => {
  const modelName = runtime.modelName ?? name;
  const modelFolder = `/models/${modelName}`;
  const model = { kind: 'http', port: 'http', path: `/v1/models/${modelName}` } as const;
  return {
    command: ['tensorflow_model_server'],
    args: [
      '--port=8500',
      '--rest_api_port=8501',
      `--rest_api_timeout_in_ms=${runtime.timeoutSeconds * 1000}`,
      `--model_name=${modelName}`,
      `--model_base_path=${source.kind === 'image' ? (source.path ?? modelFolder) : modelFolder}`,
      `--monitoring_config_file=${config.mountPath}/${monitoringFile}`,
      ...runtime.args,
    ],
    env: {},
    ports: [
      { name: 'http', number: 8501, protocol: 'http' },
      { name: 'grpc', number: 8500, protocol: 'grpc' },
    ],
    startup: model,
    readiness: model,
    liveness: { kind: 'tcp', port: 'grpc' },
    metrics: { port: 'http', path: metricsPath },
    modelFolder,
    files: { [monitoringFile]: `prometheus_config {\n  enable: true\n  path: "${metricsPath}"\n}\n` },
    scratch: {},
  };
};
