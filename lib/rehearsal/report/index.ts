export { rehearsalJson } from './json';
export { rehearsalSvg } from './svg';
export { rehearsalText } from './text';
export { viewLines, waitingSince } from './view';
