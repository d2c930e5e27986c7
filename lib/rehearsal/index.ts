export type { View } from './play';
export { rehearse, type RehearsalOptions } from './rehearse';
export type { PlayedAct, Rehearsal } from './rehearsal';
export { rehearsalJson, rehearsalSvg, rehearsalText, viewLines, waitingSince } from './report';
export type { ScratchCluster } from './stage';
export { findPrograms, type Program } from './tools';
export {
  allObjects,
  objectsOf,
  readWrittenTree,
  type Tree,
  type TreeComponent,
  type TreeObject,
  type Wave,
} from './tree';
