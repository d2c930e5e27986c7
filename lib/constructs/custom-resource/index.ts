export { customResourceDefinition, type DefinitionProps, type PrinterColumn } from './definition';
export { kubernetesTypes } from './kubernetes-types';
export { schemaTypes, type NotationProps, type Schema, type SchemaTypes } from './notation';
