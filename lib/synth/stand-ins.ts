import { components as builtIn } from '../../charts';
import type { Component, StandIn } from '../constructs';
import type { Platform } from '../platform';

/** What a rehearsal of a platform plays, as its enabled components declare it; the same declaration once. */
export const standInsOf = (platform: Platform, extensions: readonly Component[] = []): readonly StandIn[] => {
  const declared = [...builtIn, ...extensions]
    .filter((component) => component.enabled(platform))
    .flatMap((component) => component.standIns?.(platform) ?? []);
  return [...new Map(declared.map((each) => [JSON.stringify(each), each])).values()];
};
