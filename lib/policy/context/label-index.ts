import { listAt, stringAt, stringMapAt } from '../../kubernetes';

type Labels = Readonly<Record<string, string>>;

/** Labelled things of one namespace, found by a selector without looking at all of them. */
export class LabelIndex<T extends { readonly labels: Labels }> {
  private readonly byPair = new Map<string, T[]>();
  private readonly byKey = new Map<string, T[]>();

  constructor(readonly all: readonly T[]) {
    for (const item of all) {
      for (const [key, value] of Object.entries(item.labels)) {
        this.add(this.byPair, `${key}=${value}`, item);
        this.add(this.byKey, key, item);
      }
    }
  }

  private add(map: Map<string, T[]>, key: string, item: T): void {
    const list = map.get(key);
    if (list === undefined) map.set(key, [item]);
    else list.push(item);
  }

  /** The fewest items that hold every one of these labels, and perhaps some that do not. */
  withLabels(labels: Labels): readonly T[] {
    return this.shortest(Object.entries(labels).map(([key, value]) => this.pair(key, value)));
  }

  /** The fewest items that a LabelSelector can select, and perhaps some that it does not. */
  candidates(selector: unknown): readonly T[] {
    const equal = Object.entries(stringMapAt(selector, 'matchLabels')).map(([key, value]) =>
      this.pair(key, value),
    );
    const expressions = listAt(selector, 'matchExpressions').flatMap((expression) => {
      const key = stringAt(expression, 'key') ?? '';
      switch (stringAt(expression, 'operator')) {
        case 'In':
          return [listAt(expression, 'values').flatMap((value) => this.pair(key, String(value)))];
        case 'Exists':
          return [this.byKey.get(key) ?? []];
        default:
          return [];
      }
    });
    return this.shortest([...equal, ...expressions]);
  }

  private pair(key: string, value: string): readonly T[] {
    return this.byPair.get(`${key}=${value}`) ?? [];
  }

  private shortest(lists: readonly (readonly T[])[]): readonly T[] {
    return lists.reduce((best, list) => (list.length < best.length ? list : best), this.all);
  }
}
