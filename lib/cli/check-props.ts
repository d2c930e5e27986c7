import { describeWhere } from '../diagnostics';
import type { Platform } from '../platform';
import type { CheckProps } from '../policy';

/**
 * What a platform file says to the rules: its waivers, each with its place, so that one that accepts nothing can be
 * found there; and what is in the cluster without it.
 */
export const checkPropsOf = ({ spec, locate }: Platform): CheckProps => ({
  waivers: spec.policy.waivers.map(({ rule, object, reason }, index) => ({
    rule,
    object,
    reason,
    field: describeWhere(locate(`spec.policy.waivers[${index}]`)),
  })),
  existing: [
    ...spec.existing.map(({ object }) => object),
    ...spec.images.pullSecrets.map((name) => `Secret/*/${name}`),
  ],
});
