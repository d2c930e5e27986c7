import { progressOf, type Terminal } from '../../lib/cli/terminal';

/** What is said of progress when each step ends at these milliseconds. */
const saidAt = (...times: readonly number[]): readonly string[] => {
  const said: string[] = [];
  let clock = 0;
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => void said.push(text),
    colour: false,
    now: () => clock,
  };
  const progress = progressOf(terminal);
  for (const time of times) {
    clock = time;
    progress('step');
  }
  return said;
};

describe('progress', () => {
  it('says nothing of work that is done within a second', () => {
    expect(saidAt(10, 999)).toEqual([]);
  });

  it('says in plain lines what is done and since when, once it takes longer', () => {
    expect(saidAt(500, 1500, 62_000)).toEqual(['step (1.5 s)\n', 'step (62.0 s)\n']);
  });
});
