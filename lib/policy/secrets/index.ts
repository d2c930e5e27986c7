export { secretUnderName } from './names';
export { credentialIn } from './patterns';
export { secretInFile } from './texts';
