import { Skipped, Unmet, type Scenario, type Setting, type Steps } from './scenario';

/** How many steps went which way. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Outcome = keyof Tally;

const labels: Readonly<Record<Outcome, string>> = { passed: 'ok   ', failed: 'FAIL ', skipped: 'skip ' };

/** Thrown through a scenario to end it; the step that threw it has been reported. */
class ScenarioEnded extends Error {}

const indent = (text: string): string => text.replace(/^/gm, '          ');

/** Problems are told in words; anything else is a fault of the rig, where the stack helps. */
const describe = (error: unknown): string => {
  if (error instanceof Unmet || error instanceof Skipped) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** Runs scenarios one after the other and prints a line per step. Ends early, without a tally of the rest, on abort. */
export const runScenarios = async (
  scenarios: readonly Scenario[],
  setting: Setting,
  print: (line: string) => void,
): Promise<Tally> => {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const report = (outcome: Outcome, sentence: string, started: number, detail?: string): void => {
    tally[outcome] += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`  ${labels[outcome]} ${sentence} (${seconds} s)`);
    if (detail !== undefined) print(indent(detail));
  };
  const attempt = async <T>(sentence: string, body: () => Promise<T>): Promise<T> => {
    setting.signal.throwIfAborted();
    const started = performance.now();
    try {
      const result = await body();
      report('passed', sentence, started);
      return result;
    } catch (error) {
      setting.signal.throwIfAborted();
      report(error instanceof Skipped ? 'skipped' : 'failed', sentence, started, describe(error));
      throw new ScenarioEnded(sentence);
    }
  };
  const steps: Steps = {
    need: attempt,
    check: (sentence, body) =>
      attempt(sentence, body).catch((error: unknown) => {
        if (!(error instanceof ScenarioEnded)) throw error;
      }),
    skip: (sentence, reason) => report('skipped', sentence, performance.now(), reason),
    say: (line) => print(`        ${line}`),
  };
  for (const scenario of scenarios) {
    setting.signal.throwIfAborted();
    print(`${scenario.name}: ${scenario.summary}`);
    const started = performance.now();
    try {
      await scenario.run(steps, setting);
    } catch (error) {
      setting.signal.throwIfAborted();
      if (!(error instanceof ScenarioEnded)) report('failed', 'runs to its end', started, describe(error));
    }
  }
  return tally;
};
