import { emitYaml } from '../../lib/yaml';

/** `config.yml`. https://distribution.github.io/distribution/about/configuration/ */
export const configuration = (): string =>
  emitYaml({
    version: 0.1,
    log: { level: 'info', formatter: 'json' },
    storage: {
      filesystem: { rootdirectory: '/var/lib/registry' },
      // Without it no image can ever be removed.
      delete: { enabled: true },
      cache: { blobdescriptor: 'inmemory' },
    },
    http: {
      addr: ':5000',
      tls: { certificate: '/certs/tls.crt', key: '/certs/tls.key', minimumtls: 'tls1.2' },
      debug: { addr: ':5001', prometheus: { enabled: true, path: '/metrics' } },
    },
    auth: { htpasswd: { realm: 'registry', path: '/auth/htpasswd' } },
    health: { storagedriver: { enabled: true, interval: '10s', threshold: 3 } },
  });
