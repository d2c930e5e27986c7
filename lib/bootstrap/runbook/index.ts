export { runbook } from './runbook';
