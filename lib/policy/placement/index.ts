export { unplacedOf, type Unplaced } from './packing';
export { shortagesOf, type Shortage } from './shortages';
