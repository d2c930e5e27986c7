import { kfpImage, type Install } from '../install';
import { allow, parts, permissions, waitFor, workload, type Part } from '../parts';
import { watchedNamespace } from '../services/agents';
import { tlsFiles, tlsVolumes } from '../services/tls';

/** What reads finished steps; the cache server needs the same. */
export const stepReaderRules = [
  allow('core', 'pods', 'get list watch update patch'),
  allow('core', 'configmaps', 'get'),
  allow('argoproj.io', 'workflows', 'get list watch update patch'),
];

/** Writes what steps of v1 pipelines have made into the metadata store. */
export const metadataWriter = (install: Install): readonly Part[] => {
  const name = 'metadata-writer';
  const account = `kubeflow-pipelines-${name}`;
  return parts('pipelines', [
    ...permissions(install.namespace, {
      account,
      role: `${account}-role`,
      binding: `${account}-binding`,
      rules: stepReaderRules,
    }).map((object) =>
      object.kind === 'Role'
        ? { ...object, metadata: { ...object.metadata, labels: { app: `${account}-role` } } }
        : object,
    ),
    workload({
      name,
      namespace: install.namespace,
      selector: { app: name },
      replicas: 1,
      serviceAccount: account,
      container: {
        name: 'main',
        image: kfpImage(install, 'metadata-writer'),
        env: {
          ...(install.tls ? { METADATA_TLS_ENABLED: 'true', CA_CERT_PATH: tlsFiles.authority } : {}),
          NAMESPACE_TO_WATCH: watchedNamespace(install),
        },
      },
      init: [waitFor(install, 'metadata-grpc', 'metadata-grpc-service', '8080')],
      volumes: tlsVolumes(install),
    }),
  ]);
};
