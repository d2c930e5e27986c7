export { changesBetween, takeSnapshot, type Changes, type Snapshot } from './changes';
export { placeMarkers, type Markers } from './markers';
export { lostData, usersData, type UsersData } from './users-data';
