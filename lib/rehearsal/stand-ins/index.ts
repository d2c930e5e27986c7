export { startEgress, type Egress } from './egress';
export { givenDefinitions } from './given-definitions';
export type { StandInUse } from './ledger';
export { fromOutside, startStandIns, type StandIns, type StandInsOptions } from './stand-ins';
