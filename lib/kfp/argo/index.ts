export type * from './workflow';
export * from './expressions';
