import type { Install } from '../install';
import { optionalSetting, setting, type Value } from '../parts';

/** The settings of the database as the services read them: names of keys of the installation's ConfigMap. */
export const databaseSettings = ({ database }: Install): { readonly host: Value; readonly port: Value } =>
  database.engine === 'mysql'
    ? { host: setting('mysqlHost'), port: setting('mysqlPort') }
    : { host: setting('postgresHost'), port: setting('postgresPort') };

/** Those of PostgreSQL as upstream's API server reads them: any of them may be missing. */
export const optionalPostgresql = {
  host: optionalSetting('postgresHost'),
  port: optionalSetting('postgresPort'),
} as const;
