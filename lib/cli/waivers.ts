import { describeWhere } from '../diagnostics';
import type { Platform } from '../platform';
import type { PlatformWaiver } from '../policy';

/** The waivers in a platform file, each with its place, so that one that accepts nothing can be found there. */
export const platformWaivers = ({ spec, locate }: Platform): readonly PlatformWaiver[] =>
  spec.policy.waivers.map(({ rule, object, reason }, index) => ({
    rule,
    object,
    reason,
    field: describeWhere(locate(`spec.policy.waivers[${index}]`)),
  }));
