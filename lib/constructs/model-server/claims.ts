import type { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { ClaimReference } from '../../platform';

/** Name of the StorageClass that a reference such as `fast` or `fast@1` means. */
export type StorageClassName = (reference: string) => string;

/** Name of a claim: that of the existing one, or the one that it gets when it is made. */
export const claimName = (claim: ClaimReference, made: string): string =>
  typeof claim === 'string' ? claim : made;

/** Makes the claim where the definition asks for one. */
export const addClaim = (
  scope: Construct,
  id: string,
  claim: ClaimReference | undefined,
  metadata: ApiObjectMetadata,
  storageClassName: StorageClassName,
): void => {
  if (claim === undefined || typeof claim === 'string') return;
  const { size, storageClass, accessMode } = claim;
  new k8s.KubePersistentVolumeClaim(scope, id, {
    metadata,
    spec: {
      accessModes: [accessMode],
      ...(storageClass === undefined ? {} : { storageClassName: storageClassName(storageClass) }),
      resources: { requests: { storage: k8s.Quantity.fromString(size) } },
    },
  });
};
