import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { isRecord, stringAt, type KubernetesObject } from '../../../lib/kubernetes';

/** Folder of what upstream's kustomizations render to. */
export const upstreamInstalls = join(
  process.env['DRYDOCK_UPSTREAM'] ?? resolve(__dirname, '../../../../shared/upstream'),
  'kfp-install/2.17.0',
);

/** Whether it is there. */
export const hasUpstream = existsSync(upstreamInstalls);

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);

/** The objects of one of upstream's installs. */
export const upstream = (file: string): readonly KubernetesObject[] =>
  loadAll(readFileSync(join(upstreamInstalls, `${file}.yaml`), 'utf8')).filter(isObject);

/** The program behind upstream's profile controller: the one text that Drydock writes anew, for it is no setting. */
export const upstreamProgram = (): string => {
  const code = upstream('platform-agnostic-multi-user').find(({ metadata }) =>
    metadata.name.startsWith('kubeflow-pipelines-profile-controller-code-'),
  );
  return stringAt(code, 'data', 'sync.py') ?? '';
};
