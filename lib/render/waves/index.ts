import { describeKey, keyOf } from '../../kubernetes';
import type { Draft } from '../draft';
import { Catalogue } from './catalogue';
import { componentWaves, type ComponentWave } from './component-waves';
import { declaredTargets } from './declared';
import { objectWaves, type LocalOrder } from './object-waves';
import type { Reference } from './reference';
import { referencesOf } from './references';

/** A component's part of the input. */
export interface WaveComponent {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly drafts: readonly Draft[];
}

/** A component's part of the result, in the order of its drafts. */
export interface WavedComponent extends ComponentWave {
  readonly waves: readonly number[];
}

/** A component with the place of its drafts in the list of all. */
interface Placed extends WaveComponent {
  readonly start: number;
  readonly end: number;
}

const place = (components: readonly WaveComponent[]): readonly Placed[] => {
  let end = 0;
  return components.map((component) => {
    const start = end;
    end += component.drafts.length;
    return { ...component, start, end };
  });
};

/**
 * Order, from dependencies: a wave for each component's Application, and a wave for each object inside it. A wave only
 * depends on what an object refers to or was declared to come after, so that a new object elsewhere changes no other
 * file. Linear in objects and references.
 */
export const waves = (components: readonly WaveComponent[]): readonly WavedComponent[] => {
  const placed = place(components);
  const all = placed.flatMap(({ drafts }) => drafts);
  const owners = placed.flatMap((component) => component.drafts.map(() => component));
  const catalogue = new Catalogue(all);
  const targets = declaredTargets(all);

  const split = (
    component: Placed,
  ): { readonly order: LocalOrder; readonly discovered: ReadonlyMap<string, string> } => {
    const discovered = new Map<string, string>();
    const note = (owner: Placed | undefined, because: () => string): void => {
      if (owner !== undefined && owner !== component && !discovered.has(owner.name))
        discovered.set(owner.name, because());
    };
    const isOwn = (index: number): boolean => index >= component.start && index < component.end;
    const groups = new Map<string, readonly number[]>();
    const references = component.drafts.map((draft, position): readonly Reference[] => {
      const name = () => describeKey(keyOf(draft.object));
      for (const path of draft.after) {
        const members = targets.get(path) ?? [];
        members.forEach((index) => note(owners[index], () => `declared for ${name()}`));
        groups.set(
          path,
          members.filter(isOwn).map((index) => index - component.start),
        );
      }
      return referencesOf(draft.object, catalogue).flatMap((reference) => {
        note(owners[reference.to], () => `${reference.via} of ${name()}`);
        const to = reference.to - component.start;
        return isOwn(reference.to) && to !== position ? [{ ...reference, to }] : [];
      });
    });
    return { order: { references, groups }, discovered };
  };

  const parts = placed.map(split);
  const applications = componentWaves(
    placed.map(({ name, dependsOn }, index) => ({
      name,
      declared: dependsOn,
      discovered: parts[index]?.discovered ?? new Map<string, string>(),
    })),
  );
  return placed.map(({ drafts }, index) => ({
    wave: applications[index]?.wave ?? 0,
    dependsOn: applications[index]?.dependsOn ?? [],
    waves: objectWaves(drafts, parts[index]?.order ?? { references: [], groups: new Map() }, catalogue),
  }));
};
