export { runScenarios, type Tally } from './runner';
export { expectNone, Skipped, Unmet, type Scenario, type Setting, type Steps } from './scenario';
