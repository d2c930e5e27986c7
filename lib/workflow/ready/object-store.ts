import type { Construct } from 'constructs';
import {
  ContainerStep,
  present,
  type PipelineVolume,
  type Resources,
  type StepProps,
  type Value,
} from '../author';

/** Where objects are. */
export interface ObjectStore {
  /** As in `http://seaweedfs.kubeflow.svc:8333`. */
  readonly endpoint: Value;
  readonly bucket: Value;
  /** Secret with the keys of the store. */
  readonly credentials: {
    readonly secret: string;
    /** Default: `accesskey`. */
    readonly accessKey?: string;
    /** Default: `secretkey`. */
    readonly secretKey?: string;
  };
  /** Default: `us-east-1`. */
  readonly region?: string;
}

/** Settings of a copy between a volume and an object store. */
export interface CopyProps extends StepProps {
  readonly store: ObjectStore;
  /** Beginning of the keys, as in `data/iris`; a whole folder is copied. */
  readonly prefix: Value;
  readonly volume: PipelineVolume;
  /** Folder on the volume. Default: all of it. */
  readonly folder?: string;
  /** An image with rclone. Default: `docker.io/rclone/rclone:1.68.2`. */
  readonly image?: Value;
  readonly resources?: Resources;
}

const mountPath = '/data';

const copy = (props: CopyProps, direction: 'from' | 'to') => {
  const { store, prefix, volume, folder = '', image, resources } = props;
  const { name, displayName, after, retry, timeoutSeconds, labels, annotations } = props;
  const key = (entry: string) => ({
    valueFrom: { secretKeyRef: { name: store.credentials.secret, key: entry } },
  });
  const remote = `store:${store.bucket}/${prefix}`;
  const local = folder === '' ? mountPath : `${mountPath}/${folder}`;
  return {
    ...present({ name, displayName, after, timeoutSeconds, labels, annotations, resources }),
    // a copy that was cut off goes on where it was
    retry: retry ?? { limit: 3, policy: 'Always' as const },
    image: image ?? 'docker.io/rclone/rclone:1.68.2',
    command: ['rclone'],
    args: ['copy', '--checksum', ...(direction === 'from' ? [remote, local] : [local, remote])],
    env: {
      RCLONE_CONFIG_STORE_TYPE: 's3',
      RCLONE_CONFIG_STORE_PROVIDER: 'Other',
      RCLONE_CONFIG_STORE_ENDPOINT: store.endpoint,
      RCLONE_CONFIG_STORE_REGION: store.region ?? 'us-east-1',
      RCLONE_CONFIG_STORE_ACCESS_KEY_ID: key(store.credentials.accessKey ?? 'accesskey'),
      RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY: key(store.credentials.secretKey ?? 'secretkey'),
    },
    volumes: { [mountPath]: direction === 'to' ? volume.asReadOnly() : volume },
  };
};

/** Copies objects to a volume. */
export class CopyFromStore extends ContainerStep {
  constructor(scope: Construct, id: string, props: CopyProps) {
    super(scope, id, copy(props, 'from'));
  }
}

/** Copies a folder of a volume to an object store. */
export class CopyToStore extends ContainerStep {
  constructor(scope: Construct, id: string, props: CopyProps) {
    super(scope, id, copy(props, 'to'));
  }
}
