/** A small tree, and the folder of it that is built. */
export interface SmallTree {
  readonly name: string;
  readonly root: string;
  readonly files: Readonly<Record<string, string>>;
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: main
        image: docker.io/example/web:1.0
        env: [{name: A, value: "1"}, {name: B, value: yes}]
        envFrom: [{configMapRef: {name: settings}}]
        ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
`;

const settings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: "0644"
  long: ${'word '.repeat(40).trim()}
  folded: >-
    a
      b
    c
`;

const base = {
  'base/kustomization.yaml': 'resources: [web.yaml, settings.yaml]\ncommonLabels: {team: a}\n',
  'base/web.yaml': deployment,
  'base/settings.yaml': settings,
};

const overlay = (name: string, fields: string): SmallTree => ({
  name,
  root: 'overlay',
  files: { ...base, 'overlay/kustomization.yaml': `resources: [../base]\n${fields}` },
});

/** One thing each that kustomizations do; small enough to read, different enough to matter. */
export const smallTrees: readonly SmallTree[] = [
  overlay('names and namespaces', 'namePrefix: eu-\nnameSuffix: -b\nnamespace: team\n'),
  overlay(
    'labels and annotations',
    'labels:\n- pairs: {tier: x}\n  includeTemplates: true\ncommonAnnotations: {note: "1"}\n',
  ),
  overlay(
    'images and replicas',
    'images: [{name: docker.io/example/web, newTag: "2"}]\nreplicas: [{name: web, count: 3}]\n',
  ),
  overlay(
    'generators and hashes',
    'configMapGenerator:\n- {name: settings, behavior: merge, literals: [x=y]}\nsecretGenerator:\n- {name: s, literals: [k=v]}\n',
  ),
  overlay(
    'strategic merge patches',
    'patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web, labels: {team: b}}\n    spec: {template: {spec: {containers: [{name: side, image: s}, {name: main, ports: [{containerPort: 80, protocol: UDP, name: u}]}]}}}\n',
  ),
  overlay(
    'JSON patches',
    'patches:\n- target: {kind: "Deploy.*"}\n  patch: |-\n    - {op: add, path: /metadata/annotations/a, value: b}\n    - {op: replace, path: /spec/template/spec/containers/0/image, value: i}\n',
  ),
  overlay(
    'replacements',
    'replacements:\n- source: {kind: ConfigMap, fieldPath: data.mode}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.annotations.mode]\n    options: {create: true}\n',
  ),
  overlay('order', 'sortOptions: {order: fifo}\nbuildMetadata: [originAnnotations]\n'),
];
