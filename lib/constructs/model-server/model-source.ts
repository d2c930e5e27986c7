import { PersistentVolumeClaim, Volume, type ContainerProps, type VolumeMount } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { isDownloaded, type ModelSource } from '../../platform';
import type { ContainerFields } from './complete';
import { downloadContainer, fileOf } from './download';
import { sizeOf } from './resources';

/** Annotation of the pods that changes with the model, so that a new model makes new pods. */
export const revisionAnnotation = 'drydock.dev/model-revision';

/** How a pod comes to its model. */
export interface ModelMount {
  /** `MODEL_PATH` and `MODEL_SHA256`, where they are known. */
  readonly env: Readonly<Record<string, string>>;
  /** Mounts of the server; read-only. */
  readonly mounts: readonly VolumeMount[];
  readonly download?: { readonly container: ContainerProps; readonly fields: ContainerFields };
}

/** What changes whenever the model does; undefined where nobody says. */
export const revisionOf = (source: ModelSource): string | undefined => {
  switch (source.kind) {
    case 'image':
    case 'http':
      return source.sha256;
    case 's3':
    case 'claim':
      return source.revision ?? source.sha256;
  }
};

/** Where a server finds its model, and the checksum of it where it is one file. */
const variablesOf = (source: ModelSource, folder: string): Readonly<Record<string, string>> => {
  const at = (path: string | undefined, sha256?: string) => ({
    ...(path === undefined ? {} : { MODEL_PATH: path }),
    ...(sha256 === undefined ? {} : { MODEL_SHA256: sha256 }),
  });
  switch (source.kind) {
    case 'image':
      return at(source.path, source.sha256);
    case 'claim':
      return at(source.file === undefined ? folder : `${folder}/${source.file}`, source.sha256);
    case 's3':
    case 'http': {
      const file = fileOf(source);
      return file === undefined ? at(folder) : at(`${folder}/${file}`, source.sha256);
    }
  }
};

/**
 * Mounts the model where the server looks for it, read-only, and fetches it first where it is elsewhere.
 * @param claimName the claim of the source, where it is one.
 * @param scratch the mount of `/tmp`, which a download needs too.
 */
export const modelMountOf = (
  scope: Construct,
  source: ModelSource,
  folder: string,
  claimName: string,
  scratch: VolumeMount,
): ModelMount => {
  const env = variablesOf(source, folder);
  if (source.kind === 'image') return { env, mounts: [] };
  if (isDownloaded(source)) {
    const volume = Volume.fromEmptyDir(scope, 'model', 'model', { sizeLimit: sizeOf(source.sizeLimit) });
    return {
      env,
      mounts: [{ path: folder, volume, readOnly: true }],
      download: downloadContainer(scope, source, folder, [{ path: folder, volume }, scratch]),
    };
  }
  const claim = PersistentVolumeClaim.fromClaimName(scope, 'claim', claimName);
  const volume = Volume.fromPersistentVolumeClaim(scope, 'model', claim, { name: 'model' });
  return {
    env,
    mounts: [
      {
        path: folder,
        volume,
        readOnly: true,
        ...(source.subPath === undefined ? {} : { subPath: source.subPath }),
      },
    ],
  };
};
