export { objectsOf, readTree, type Tree, type TreeComponent, type TreeObject, type Wave } from './tree';
