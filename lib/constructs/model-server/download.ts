import { type ContainerProps, ImagePullPolicy, type VolumeMount } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { DownloadedSource } from '../../platform';
import type { ContainerFields } from './complete';
import { environmentOf } from './environment';
import { imageReference } from './image';
import { taskResources } from './resources';
import { containerSecurity } from './security';

/** Ends of the scripts: the checksum decides whether the file becomes the model. */
const accept = `if [ -n "\${MODEL_SHA256:-}" ]; then
  echo "$MODEL_SHA256  $file" | sha256sum -c -
fi
if [ "$UNPACK" = tar ]; then
  if gzip -t "$file" 2>/dev/null; then
    gzip -dc "$file" | tar -x -C "$MODEL_FOLDER" -f -
  else
    tar -x -C "$MODEL_FOLDER" -f "$file"
  fi
  rm "$file"
fi
`;

/** A restarted container finds what the last attempt left: it starts afresh. */
const begin = `set -eu
find "$MODEL_FOLDER" -mindepth 1 -delete
file="$MODEL_FOLDER/$MODEL_FILE"
`;

/** Fetches a file from a web server with curl. */
export const httpScript = `${begin}curl --fail --location --silent --show-error --retry 5 --retry-delay 2 --retry-connrefused \\
  --output "$file" "$MODEL_URL"
${accept}`;

/** Copies an object from an object store with rclone, whose remote \`model\` is set up by variables. */
export const objectScript = `${begin}rclone copyto "model:$MODEL_OBJECT" "$file"
${accept}`;

/** Copies all objects below a prefix. */
export const prefixScript = `set -eu
find "$MODEL_FOLDER" -mindepth 1 -delete
rclone copy "model:$MODEL_OBJECT" "$MODEL_FOLDER"
`;

type ObjectStore = Extract<DownloadedSource, { readonly kind: 's3' }>;

/** What is copied before a container starts: a model, or a dataset, which has no revision. */
export type Downloadable = DownloadedSource | Omit<ObjectStore, 'revision'>;

const isPrefix = (source: Downloadable): boolean => source.kind === 's3' && source.uri.endsWith('/');

/** Name of the file that a source is, in the model folder; none where it is a folder. */
export const fileOf = (source: Downloadable): string | undefined => {
  if (source.unpack === 'tar') return undefined;
  const path = source.kind === 'http' ? new URL(source.url).pathname : source.uri;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name !== '') return name;
  return source.kind === 'http' ? 'model' : undefined;
};

type Variables = Parameters<typeof environmentOf>[2];

/** Variables of the script. */
export const downloadVariables = (source: Downloadable, folder: string): Variables => {
  const target: Variables = {
    HOME: '/tmp',
    MODEL_FOLDER: folder,
    ...(isPrefix(source) ? {} : { MODEL_FILE: fileOf(source) ?? '.archive', UNPACK: source.unpack }),
    ...(source.sha256 === undefined ? {} : { MODEL_SHA256: source.sha256 }),
  };
  if (source.kind === 'http') return { ...target, MODEL_URL: source.url };
  const { credentials } = source;
  return {
    ...target,
    MODEL_OBJECT: source.uri.slice('s3://'.length),
    RCLONE_CONFIG: '/tmp/rclone.conf',
    RCLONE_CONFIG_MODEL_TYPE: 's3',
    RCLONE_CONFIG_MODEL_PROVIDER: 'Other',
    RCLONE_CONFIG_MODEL_ENDPOINT: source.endpoint,
    RCLONE_CONFIG_MODEL_REGION: source.region,
    ...(credentials === undefined
      ? {}
      : {
          RCLONE_CONFIG_MODEL_ACCESS_KEY_ID: { secret: credentials.accessKeyId },
          RCLONE_CONFIG_MODEL_SECRET_ACCESS_KEY: { secret: credentials.secretAccessKey },
        }),
  };
};

/** The script that copies a source into `MODEL_FOLDER`. */
export const downloadScript = (source: Downloadable): string => {
  if (source.kind === 'http') return httpScript;
  return isPrefix(source) ? prefixScript : objectScript;
};

/** The container that fetches the model before the server starts, and what cdk8s-plus cannot say of it. */
export const downloadContainer = (
  scope: Construct,
  source: DownloadedSource,
  folder: string,
  mounts: readonly VolumeMount[],
): { readonly container: ContainerProps; readonly fields: ContainerFields } => ({
  container: {
    name: 'download',
    image: imageReference(source.image),
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    command: ['/bin/sh', '-c', downloadScript(source)],
    envVariables: environmentOf(scope, 'download-env', downloadVariables(source, folder)),
    volumeMounts: [...mounts],
    securityContext: containerSecurity,
    resources: {},
  },
  fields: { resources: taskResources(source.resources) },
});
