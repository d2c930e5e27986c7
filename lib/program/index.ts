export { run, type Finished, type RunOptions } from './run';
export { startService, type Service, type ServiceOptions } from './service';
export { until, type Patience } from './until';
