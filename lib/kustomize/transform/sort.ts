import { gvkSortKey, kindOrder, kindRanks } from '../config/field-spec';
import { complain } from '../problem';
import { gvkText, type ResourceId } from '../resource/id';
import type { Transformer } from './transformer';

/** How resources are ordered: as they came, or by kind with some kinds first and some last. */
export type SortOptions =
  | { readonly order: 'fifo' }
  | { readonly order: 'legacy'; readonly first: readonly string[]; readonly last: readonly string[] };

/** The order where nothing else is said. */
export const legacyOrder: SortOptions = { order: 'legacy', ...kindOrder };

/** Settings as they stand in a file. */
export interface SortSettings {
  readonly order: string;
  readonly legacySortOptions:
    { readonly orderFirst: readonly string[]; readonly orderLast: readonly string[] } | undefined;
}

/** Reads `sortOptions`. */
export const sortOptionsOf = ({ order, legacySortOptions }: SortSettings): SortOptions => {
  if (order === 'legacy') {
    return legacySortOptions === undefined
      ? legacyOrder
      : { order, first: legacySortOptions.orderFirst, last: legacySortOptions.orderLast };
  }
  if (order === 'fifo' && legacySortOptions === undefined) return { order };
  return complain({
    rule: 'kustomize/sort-options',
    got: order === 'fifo' ? 'legacySortOptions beside order: fifo' : `order: ${JSON.stringify(order)}`,
    want: 'order: legacy, or order: fifo without legacySortOptions',
    fix: "set the field 'sortOptions.order' to one of [fifo, legacy]",
  });
};

const nameKey = (id: ResourceId): string =>
  `${gvkText(id)}|${id.namespace === '' ? '~X' : id.namespace}|${id.name === '' ? '~N' : id.name}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders resources. */
export const sortResources =
  (options: SortOptions): Transformer =>
  (resources) => {
    if (options.order === 'fifo') return;
    const ranks = kindRanks(options);
    const keyed = resources.all.map((resource) => {
      const { id } = resource;
      const kind = gvkSortKey(id);
      return { resource, rank: ranks.get(id.kind) ?? 0, kind, name: nameKey(id), id };
    });
    keyed.sort((a, b) => {
      if (a.kind === b.kind) return compare(a.name, b.name);
      if (a.rank !== b.rank) return a.rank - b.rank;
      const bothNamespaces = a.id.kind === 'Namespace' && b.id.kind === 'Namespace';
      const reversed = bothNamespaces && (a.id.group === '' || b.id.group === '');
      return reversed ? compare(b.kind, a.kind) : compare(a.kind, b.kind);
    });
    resources.replaceAll(keyed.map(({ resource }) => resource));
  };
