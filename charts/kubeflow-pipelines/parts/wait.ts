import type { Install } from '../install';
import { env, type Value } from './env';
import { containerSecurity } from './workload';

const attempts = 60;
const secondsBetween = 5;

/** Tries a TCP connection until it works; gives up after five minutes, so that the pod shows up as failing. */
const script = `if [ -z "\${WAIT_HOST}" ] || [ -z "\${WAIT_PORT}" ]; then
  echo "ERROR: WAIT_HOST or WAIT_PORT is not set."
  exit 1
fi
MAX_RETRIES=${attempts}; i=0
while ! nc -z -w 2 "\${WAIT_HOST}" "\${WAIT_PORT}"; do
  i=$((i+1))
  if [ "$i" -ge "$MAX_RETRIES" ]; then
    echo "ERROR: Timed out waiting for \${WAIT_HOST}:\${WAIT_PORT} after \${MAX_RETRIES} attempts."
    exit 1
  fi
  echo "Waiting for \${WAIT_HOST}:\${WAIT_PORT} (attempt \${i}/\${MAX_RETRIES})..."
  sleep ${secondsBetween}
done
`;

/** An init container that holds a pod back until something answers at a port. */
export const waitFor = (
  { release }: Install,
  what: string,
  host: Value,
  port: Value,
): Readonly<Record<string, unknown>> => ({
  name: `wait-for-${what}`,
  image: `docker.io/alpine:${release.alpine}`,
  command: ['/bin/sh', '-ec'],
  args: [script],
  env: env({ WAIT_HOST: host, WAIT_PORT: port }),
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
  securityContext: containerSecurity(1000),
});
