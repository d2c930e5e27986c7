import { mirrorImage } from '../../lib/images';
import type { JsonObject } from '../../lib/kubernetes';
import type { SitePolicy } from '../../lib/kfp';
import {
  placementOf,
  resolveStorageClass,
  taintsOfPool,
  type PipelineDefinition,
  type Platform,
} from '../../lib/platform';

/** What the platform demands of the steps of one pipeline. */
export const sitePolicyOf = ({ spec }: Platform, definition: PipelineDefinition): SitePolicy => {
  const { pool } = definition.placement;
  const placement = placementOf(
    definition.placement,
    pool === undefined ? [] : taintsOfPool(spec.nodes, pool),
  );
  const classOf = (reference: string): string | undefined =>
    resolveStorageClass(spec.storage.classes, reference)?.name;
  return {
    moveImage: (image) => mirrorImage(image, spec.images.registry),
    pullSecrets: spec.images.pullSecrets,
    storageClass: classOf,
    defaultStorageClass: definition.storageClass === undefined ? undefined : classOf(definition.storageClass),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations.map((each): JsonObject => ({ ...each })),
    ceiling: definition.ceiling ?? {},
    security: definition.security ?? {},
    pip: spec.pipelines.pip,
    cache: definition.cache,
  };
};
