export type { Refused } from './finding';
export { isSchedule, isTimeZone } from './schedule';
export { refusedByArgo } from './workflow';
