export { placesOf, refresh, watchAct, type Act, type ActOptions, type Ending, type View } from './act';
export {
  applicationsPath,
  isSettled,
  readApplications,
  waitedFor,
  type ApplicationState,
  type ResourceState,
  type SyncResult,
} from './application-state';
export type { ApplicationTimes, Place, Wait } from './timeline';
