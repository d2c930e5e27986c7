export { driverNames } from './engine';
export { StorageClass, type StorageClassProps } from './storage-class';
