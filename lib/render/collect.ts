import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { fieldOf, waiversOf } from '../constructs';
import { Refusal } from '../diagnostics';
import { isRecord, type KubernetesObject } from '../kubernetes';
import type { Draft } from './draft';
import type { Waiver } from './manifest';

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) &&
  typeof value['apiVersion'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isRecord(value['metadata']) &&
  typeof value['metadata']['name'] === 'string';

const toObject = (component: string, construct: ApiObject): KubernetesObject => {
  const where = { kind: 'object', component, object: construct.kind, path: '' } as const;
  let value: unknown;
  try {
    value = construct.toJson();
  } catch (error) {
    if (Refusal.is(error)) throw error;
    throw new Refusal([
      {
        rule: 'render/serializable',
        severity: 'error',
        where,
        got: error instanceof Error ? error.message : String(error),
        want: 'plain data',
        fix: `correct the props of construct ${construct.node.path}`,
      },
    ]);
  }
  if (isObject(value)) return value;
  throw new Refusal([
    {
      rule: 'render/object',
      severity: 'error',
      where,
      got: `no apiVersion, kind or metadata.name at construct ${construct.node.path}`,
      want: 'a Kubernetes object',
      fix: 'pass them to the construct',
    },
  ]);
};

/**
 * The objects of a component's chart, in the order in which its constructs were added. Goes down the tree once; cdk8s'
 * own synthesis would validate and sort the whole app for every chart.
 */
export const collect = (component: string, root: IConstruct): readonly Draft[] => {
  const drafts: Draft[] = [];
  const visit = (
    construct: IConstruct,
    field: string | undefined,
    waivers: readonly Waiver[],
    after: readonly string[],
  ): void => {
    const ownField = fieldOf(construct) ?? field;
    const own = waiversOf(construct);
    const allWaivers = own.length === 0 ? waivers : [...waivers, ...own];
    const declared = construct.node.dependencies.map((other) => other.node.path);
    const allAfter = declared.length === 0 ? after : [...after, ...declared];
    if (ApiObject.isApiObject(construct)) {
      drafts.push({
        component,
        object: toObject(component, construct),
        origin: { construct: construct.node.path, ...(ownField === undefined ? {} : { field: ownField }) },
        waivers: allWaivers,
        after: allAfter,
      });
    }
    for (const child of construct.node.children) visit(child, ownField, allWaivers, allAfter);
  };
  visit(root, undefined, [], []);
  return drafts;
};
