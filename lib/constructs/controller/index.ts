export { Controller, type ControllerProps, type ControllerResources } from './controller';
