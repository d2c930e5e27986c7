export { userData } from './user-data';
