export * from './author';
export { compilePipeline, type Compiled } from './compile';
export { isSchedule, isTimeZone, refusedByArgo, type Refused } from './validate';
