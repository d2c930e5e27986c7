import { isSettled, waitedFor, type View } from '../play';

/** What a running act looks like: a line per Application, by wave. */
export const viewLines = (
  { title, seconds, places, states }: View,
  since: ReadonlyMap<string, number>,
): readonly string[] => {
  const byName = new Map(states.map((state) => [state.name, state]));
  const width = Math.max(...places.map(({ name }) => name.length));
  return [
    `${title}, ${seconds.toFixed(0)} s`,
    ...places.map(({ name, component, wave }) => {
      const state = byName.get(name);
      const place = component === '' ? 'root' : `${wave}`.padStart(4);
      if (state === undefined) return `  ${place}  ${name.padEnd(width)}  not yet there`;
      const on = waitedFor(state);
      const from = since.get(`${name} ${on ?? ''}`);
      const waiting =
        on === undefined
          ? ''
          : `, waits for ${on.replace(/^\//, '')}${from === undefined ? '' : ` (${(seconds - from).toFixed(0)} s)`}`;
      const done = isSettled(state, state.revision)
        ? ''
        : waiting || (state.retries > 0 ? `, retry ${state.retries}` : '');
      return `  ${place}  ${name.padEnd(width)}  ${state.sync}, ${state.health}${done}`;
    }),
  ];
};

/** Remembers since when each Application waits for what it waits for. */
export const waitingSince = (): ((view: View) => ReadonlyMap<string, number>) => {
  const since = new Map<string, number>();
  return ({ states, seconds }) => {
    const now = new Set(states.map((state) => `${state.name} ${waitedFor(state) ?? ''}`));
    for (const key of since.keys()) if (!now.has(key)) since.delete(key);
    for (const key of now) if (!since.has(key)) since.set(key, seconds);
    return since;
  };
};
