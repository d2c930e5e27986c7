/** Service and Deployment of the PostgreSQL of ML Metadata, which has one of its own. */
export const metadataDatabase = 'metadata-postgres-db';

/** ConfigMap and Secret that upstream gives it. */
export const metadataParameters = 'metadata-postgres-db-parameters';
export const metadataSecrets = 'metadata-postgres-db-secrets';
