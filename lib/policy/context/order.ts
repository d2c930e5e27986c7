import type { Manifest, Release } from '../../render';

/** When Argo CD applies an object: its component's wave, then the phase, then its own wave. */
export interface OrderKey {
  readonly component: string;
  readonly componentWave: number;
  /** -1: PreSync hooks, 0: what is synced, 1: PostSync hooks. */
  readonly phase: -1 | 0 | 1;
  readonly wave: number;
}

/** How one object stands to another in time. */
export type Precedence =
  /** It is applied, and healthy, before the other is touched. */
  | 'before'
  /** Both are applied together, in the order of their kinds, and become healthy together. */
  | 'together'
  /** They are in components that are synced at the same time, in no order. */
  | 'unordered'
  | 'after';

const hookPhases: Readonly<Record<string, OrderKey['phase']>> = { PreSync: -1, Sync: 0, PostSync: 1 };

/** Phase of an object; undefined for hooks that only run when something fails or is deleted. */
const phaseOf = ({ object }: Manifest): OrderKey['phase'] | undefined => {
  const hooks = object.metadata.annotations?.['argocd.argoproj.io/hook'];
  if (hooks === undefined) return 0;
  const phases = hooks.split(',').flatMap((hook) => hookPhases[hook.trim()] ?? []);
  return phases.includes(-1) ? -1 : phases[0];
};

/** A place in the order as messages name it beside another: by wave in one component, else by component. */
const describeOrder = (place: OrderKey, beside: OrderKey): string => {
  if (place.component !== beside.component)
    return `component ${place.component} (wave ${place.componentWave})`;
  if (place.phase === beside.phase) return `wave ${place.wave}`;
  return place.phase === 0
    ? `wave ${place.wave}`
    : place.phase < 0
      ? 'the PreSync phase'
      : 'the PostSync phase';
};

/** The order in which Argo CD applies a release. https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export class ApplyOrder {
  private readonly componentWaves: ReadonlyMap<string, number>;

  constructor(release: Release) {
    this.componentWaves = new Map(release.components.map(({ name, wave }) => [name, wave]));
  }

  private keyOf(manifest: Manifest): OrderKey | undefined {
    const phase = phaseOf(manifest);
    if (phase === undefined) return undefined;
    const componentWave = this.componentWaves.get(manifest.component) ?? 0;
    return { component: manifest.component, componentWave, phase, wave: manifest.wave };
  }

  /** When `first` happens, seen from `second`; undefined where one of them is no part of a sync. */
  precedence(first: Manifest, second: Manifest): Precedence | undefined {
    const a = this.keyOf(first);
    const b = this.keyOf(second);
    if (a === undefined || b === undefined) return undefined;
    if (a.component !== b.component && a.componentWave === b.componentWave) return 'unordered';
    const difference = a.componentWave - b.componentWave || a.phase - b.phase || a.wave - b.wave;
    if (difference === 0) return 'together';
    return difference < 0 ? 'before' : 'after';
  }

  /** Where two objects stand beside each other, in words. */
  describe(first: Manifest, second: Manifest): readonly [first: string, second: string] {
    const a = this.keyOf(first);
    const b = this.keyOf(second);
    return a === undefined || b === undefined
      ? ['no sync', 'no sync']
      : [describeOrder(a, b), describeOrder(b, a)];
  }
}
