export { bootstrapFiles, type BootstrapFile } from './files';
