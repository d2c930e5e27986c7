import type { Construct } from 'constructs';
import { fromField } from '../../lib/constructs';
import { StorageClass } from '../../lib/constructs/storage-class';
import { type Platform, revisionsOf } from '../../lib/platform';

const labels = { 'app.kubernetes.io/name': 'openebs', 'app.kubernetes.io/component': 'storage-class' };

/** One StorageClass for the current and for every kept earlier revision of each class. */
export const addStorageClasses = (scope: Construct, { spec }: Platform): void => {
  const { classes, openebs } = spec.storage;
  for (const { field, ...revision } of classes.flatMap(revisionsOf)) {
    fromField(
      new StorageClass(scope, `class-${revision.name}`, {
        ...revision,
        labels,
        defaultBasePath: openebs.basePath,
      }),
      field,
    );
  }
};
