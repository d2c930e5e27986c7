/** Moved to lib/diagnostics, where every reader of files finds it. */
export { nearest, oneOf } from '../diagnostics';
