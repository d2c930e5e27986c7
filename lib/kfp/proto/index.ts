export { list, map, message, present, type Message, type MessageType } from './compound';
export { stableJson, structJson } from './json';
export { pathOf, placeIn, type Place, type Problem } from './place';
export {
  anyValue,
  bool,
  double,
  duration,
  enumeration,
  int32,
  int64,
  secondsOf,
  struct,
  text,
} from './scalars';
export type { Infer, Type } from './type';
