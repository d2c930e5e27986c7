export { rbacObjects, type RbacProps } from './objects';
export { permissionsOf, type Permission } from './permissions';
