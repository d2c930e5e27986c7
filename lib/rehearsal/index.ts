export {
  allObjects,
  objectsOf,
  readWrittenTree,
  type Tree,
  type TreeComponent,
  type TreeObject,
  type Wave,
} from './tree';
