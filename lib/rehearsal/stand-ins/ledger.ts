/** What a stand-in did in place of the real thing. */
export interface StandInUse {
  /** Which part was played: `operator cert-manager`. */
  readonly what: string;
  /** Why it had to be, in the words of the component that declared it. */
  readonly why: string;
  /** What it acted on: objects, or kinds for definitions; each once, sorted. */
  readonly objects: readonly string[];
}

/** The list of stand-ins of a rehearsal; only those that acted are on it. */
export interface Ledger {
  readonly note: (what: string, why: string, object: string) => void;
  readonly list: () => readonly StandInUse[];
}

/** What a stand-in that no component asked for is listed with. */
export const undeclared = 'not declared by any component';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An empty list. */
export const openLedger = (): Ledger => {
  const uses = new Map<
    string,
    { readonly what: string; readonly why: string; readonly objects: Set<string> }
  >();
  return {
    note: (what, why, object) => {
      const id = JSON.stringify([what, why]);
      const use = uses.get(id) ?? { what, why, objects: new Set<string>() };
      uses.set(id, use);
      use.objects.add(object);
    },
    list: () =>
      [...uses.values()]
        .map(({ what, why, objects }) => ({ what, why, objects: [...objects].sort(byText) }))
        .sort((a, b) => byText(a.what, b.what) || byText(a.why, b.why)),
  };
};
