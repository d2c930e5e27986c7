import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CompileOptions } from '../../../kfp';
import { isRecord, type Json, type JsonObject } from '../../../kubernetes';

/** The backend's options as flags. */
interface Flags {
  readonly cacheDisabled?: boolean;
  readonly driverImage?: string;
  readonly launcherImage?: string;
  readonly runAsUser?: number;
  readonly logLevel?: string;
  readonly publishLogs?: string;
  readonly caBundleConfigMap?: string;
  readonly caBundleSecret?: string;
  readonly caBundleKey: string;
  readonly defaultWorkspace?: JsonObject;
  readonly tls?: boolean;
  readonly metadataTls?: boolean;
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly proxyExceptions: string;
  readonly pipelinesNamespace?: string;
  readonly serviceAccount?: string;
  readonly runDisplayName?: string;
  readonly pipelineRoot?: string;
}

const whole = (word: string): number => {
  if (!/^[0-9]+$/.test(word)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(word);
};

const isJsonObject = (value: Json): value is JsonObject => isRecord(value);

const jsonObject = (word: string): JsonObject => {
  try {
    const value: Json = JSON.parse(word);
    if (isJsonObject(value)) return value;
  } catch {
    // said below
  }
  throw new InvalidArgumentError('It must be a JSON object, the spec of a PersistentVolumeClaim.');
};

/** Adds the flags that stand for what the API server is set up with. */
export const withBackendFlags = (command: Command): Command =>
  command
    .option('--cache-disabled', 'run every step, also when its result is known')
    .option('--driver-image <image>', 'image of the driver')
    .option('--launcher-image <image>', 'image of the launcher')
    .addOption(new Option('--run-as-user <uid>', 'user that the pods run as').argParser(whole))
    .option('--log-level <level>', 'verbosity of driver and launcher')
    .option('--publish-logs <true|false>', 'whether logs become artifacts')
    .addOption(
      new Option(
        '--ca-bundle-config-map <name>',
        'ConfigMap with certificate authorities to trust',
      ).conflicts('caBundleSecret'),
    )
    .option('--ca-bundle-secret <name>', 'Secret with certificate authorities to trust')
    .option('--ca-bundle-key <key>', 'key of the bundle', 'ca.crt')
    .addOption(
      new Option('--default-workspace <json>', 'spec of the claim that workspaces start from').argParser(
        jsonObject,
      ),
    )
    .option('--tls', 'talk TLS to the API server of Kubeflow Pipelines')
    .option('--metadata-tls', 'talk TLS to the metadata store')
    .option('--http-proxy <address>', 'proxy for http', '')
    .option('--https-proxy <address>', 'proxy for https', '')
    .option('--proxy-exceptions <hosts>', 'hosts that need no proxy', '')
    .option('--pipelines-namespace <name>', 'namespace of Kubeflow Pipelines (default: kubeflow)')
    .option('--service-account <name>', 'ServiceAccount of the pods (default: pipeline-runner)')
    .option('--run-display-name <text>', 'title of the run')
    .option('--pipeline-root <address>', 'where artifacts go');

const given = <Key extends keyof CompileOptions>(
  key: Key,
  value: CompileOptions[Key] | undefined,
): Partial<CompileOptions> => (value === undefined ? {} : { [key]: value });

/** The backend's options that the flags mean. */
export const compileOptionsOf = (flags: Flags): Partial<CompileOptions> => ({
  ...given('cacheDisabled', flags.cacheDisabled),
  ...given('driverImage', flags.driverImage),
  ...given('launcherImage', flags.launcherImage),
  ...given('runAsUser', flags.runAsUser),
  ...given('logLevel', flags.logLevel),
  ...given('publishLogs', flags.publishLogs),
  ...(flags.caBundleConfigMap === undefined
    ? {}
    : { caBundle: { kind: 'configMap', name: flags.caBundleConfigMap, key: flags.caBundleKey } }),
  ...(flags.caBundleSecret === undefined
    ? {}
    : { caBundle: { kind: 'secret', name: flags.caBundleSecret, key: flags.caBundleKey } }),
  ...given('defaultWorkspace', flags.defaultWorkspace),
  ...given('pipelineServerTls', flags.tls),
  ...given('metadataTls', flags.metadataTls),
  proxy: { http: flags.httpProxy, https: flags.httpsProxy, no: flags.proxyExceptions },
  ...given('pipelinesNamespace', flags.pipelinesNamespace),
  ...given('serviceAccount', flags.serviceAccount),
  ...given('runDisplayName', flags.runDisplayName),
  ...given('pipelineRoot', flags.pipelineRoot),
});

export type { Flags as BackendFlags };
