import type { Install } from '../install';
import type { Part } from '../parts';
import { madeCredentials } from './made';
import { upstreamSecrets } from './upstream';

/** What makes the Secrets of the database and the object store. */
export const credentials = (install: Install): readonly Part[] =>
  install.parity ? upstreamSecrets(install) : madeCredentials(install);
