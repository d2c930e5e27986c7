import { nodeDrain } from './drain';
import type { SiteFault } from './fault';
import { deletedByHand, editedByHand } from './hands';
import { apiServerRestart, controllerCrash, repositoryOutage } from './processes';

export type { FaultOutcome, FaultSetting, SiteFault } from './fault';

/** What goes wrong on real sites, in the order in which it is tried. */
export const siteFaults: readonly SiteFault[] = [
  controllerCrash,
  apiServerRestart,
  repositoryOutage,
  deletedByHand,
  editedByHand,
  nodeDrain,
];
