import { fromField, waive } from '../../lib/constructs';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { describeKey, keyOf } from '../../lib/kubernetes';
import type { Install } from './install';
import { ownWorkload } from './own/workload';
import { withUpstreamLabels, type Part } from './parts';

/** The objects of a component, as upstream has them or as Drydock makes them of that. */
export const finished = (install: Install, all: readonly Part[]): readonly Part[] =>
  install.parity
    ? all.map((part) => withUpstreamLabels(part, install.multiUser))
    : all.flatMap((part) => ownWorkload(install, part));

/** Adds the objects to a chart, one construct each. */
export const addParts = (scope: Construct, all: readonly Part[]): void => {
  const constructs = new Map<string, Construct>();
  for (const { object, field, waivers = {} } of all) {
    const { apiVersion, kind, metadata, ...rest } = object;
    const name = describeKey(keyOf(object));
    const own = new Construct(scope, name.replace(/\//g, '-').toLowerCase());
    constructs.set(name, own);
    new ApiObject(own, 'object', { apiVersion, kind, metadata, ...rest });
    if (field !== undefined) fromField(own, field);
    for (const [rule, reason] of Object.entries(waivers)) waive(own, rule, reason);
  }
  for (const { object, after = [] } of all) {
    const own = constructs.get(describeKey(keyOf(object)));
    const first = after.flatMap((name) => constructs.get(name) ?? []);
    own?.node.addDependency(...first);
  }
};
