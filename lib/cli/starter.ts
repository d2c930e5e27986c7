import { platformApiVersion } from '../platform';

/** A first platform: two machines, storage on the node, one team. Every address is an example. */
export const starterPlatform = (
  name: string,
  repoURL: string,
): string => `# yaml-language-server: $schema=./platform.schema.json
apiVersion: ${platformApiVersion}
kind: Platform
metadata:
  name: ${name}
spec:
  kubernetes:
    version: "1.34"
  # Where this repository lives, as Argo CD reaches it.
  delivery:
    repoURL: ${repoURL}
  # The machines. Replace them by yours: every workload is checked against what they can give.
  nodes:
  - name: control-1
    role: control-plane
    address: 192.0.2.11
    capacity: {cpu: 4, memory: 8Gi}
  - name: worker-1
    role: worker
    address: 192.0.2.21
    capacity: {cpu: 8, memory: 32Gi}
  storage:
    classes:
    - name: local
      kind: hostpath
      default: true
  teams:
  - name: data-science
    access:
    - group: data-scientists
      role: edit
    quota:
      requests: {cpu: 4, memory: 16Gi}
`;

/** What a newcomer to the repository needs to know. */
export const starterReadme = (name: string): string => `# Platform ${name}
\`platforms/${name}.yaml\` is the definition; \`dist/${name}/\` is what Argo CD applies. Both are committed.

    drydock synth     # after every change of the definition
    drydock check     # in CI: is dist/ up to date, does it keep the rules?
    drydock explain <Kind/name>
    drydock graph

Once, to hand the platform to Argo CD: \`kubectl apply -f dist/${name}/bootstrap/\`.
`;
