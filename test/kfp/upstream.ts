import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { CompileOptions } from '../../lib/kfp';

/** Pipelines that the Python SDK compiled, and what the backend of Kubeflow Pipelines 2.17.0 makes of each. */
const folder = join(
  process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../shared/upstream'),
  'kfp-ir',
);

export const upstreamFolder = folder;

export const upstreamNames: readonly string[] = existsSync(folder)
  ? readdirSync(join(folder, 'ir')).map((file) => file.replace(/\.yaml$/, ''))
  : [];

export const upstreamIr = (name: string): string => readFileSync(join(folder, 'ir', `${name}.yaml`), 'utf8');

export const upstreamWorkflow = (name: string): unknown =>
  load(readFileSync(join(folder, 'workflows', `${name}.yaml`), 'utf8'));

/** How upstream's own tests set the backend up for some of them. */
export const upstreamOptions = (name: string): Partial<CompileOptions> => {
  if (name.startsWith('run_as_user')) return { runAsUser: 1001, logLevel: '3' };
  if (name === 'mounted_cabundle_configmap')
    return { caBundle: { kind: 'configMap', name: 'test-configmap-name', key: 'test-configmap-key' } };
  if (name === 'mounted_cabundle_secret')
    return { caBundle: { kind: 'secret', name: 'test-secret-name', key: 'ca.crt' } };
  return {};
};
