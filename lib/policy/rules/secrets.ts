import { fieldPath, listAt, recordAt, stringAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext, Workload } from '../context';
import type { Finding, Rule } from '../rule';
import { credentialIn, secretInFile, secretUnderName } from '../secrets';

const isFilled = (value: unknown): boolean => value !== '' && value !== null && value !== undefined;

export const plainSecrets: Rule = {
  id: 'secret/plain',
  severity: 'error',
  summary: 'No Secret stands in the output with its data.',
  why: 'Base64 is no encryption: whoever reads the repository, now or years later, has the credential.',
  *check({ objects }) {
    for (const manifest of objects.ofKind('/Secret')) {
      for (const field of ['data', 'stringData']) {
        const keys = Object.entries(recordAt(manifest.object, field)).flatMap(([key, value]) =>
          isFilled(value) ? [key] : [],
        );
        if (keys.length === 0) continue;
        yield {
          manifest,
          path: field,
          got: `a plain Secret with ${keys.join(', ')}`,
          want: 'no credential in Git',
          fix: 'write an ExternalSecret that fetches it, a SealedSecret that encrypts it, or let a generator make it in the cluster',
        };
      }
    }
  },
};

const literal = (manifest: Manifest, path: string, got: string): Finding => ({
  manifest,
  path,
  got,
  want: 'no credential in Git',
  fix: 'put it into a Secret that the cluster gets another way (ExternalSecret, SealedSecret, generator), and refer to that',
});

function* inEnvironment(manifest: Manifest, container: unknown, path: string): Generator<Finding> {
  for (const [index, variable] of listAt(container, 'env').entries()) {
    const value = stringAt(variable, 'value');
    const found = value === undefined ? undefined : secretUnderName(stringAt(variable, 'name') ?? '', value);
    if (found !== undefined) yield literal(manifest, fieldPath(path, 'env', index, 'value'), found);
  }
}

const flag = /^--?([A-Za-z][A-Za-z0-9_.-]*)(?:=(.*))?$/s;
const shellAssignment =
  /(?:^|[\s;&])(?:export\s+|--?)?([A-Za-z_][A-Za-z0-9_-]*)=("[^"\n]*"|'[^'\n]*'|[^\s"';&|]+)/g;

function* inArguments(manifest: Manifest, container: unknown, path: string): Generator<Finding> {
  for (const field of ['command', 'args']) {
    const words = listAt(container, field);
    for (const [index, word] of words.entries()) {
      if (typeof word !== 'string') continue;
      const [, name, inline] = flag.exec(word) ?? [];
      const next = words[index + 1];
      const at = fieldPath(path, field, index);
      if (name !== undefined) {
        const value = inline ?? (typeof next === 'string' && !next.startsWith('-') ? next : '');
        const found = secretUnderName(name, value);
        if (found !== undefined) yield literal(manifest, at, found);
        continue;
      }
      for (const [, variable = '', written = ''] of word.matchAll(shellAssignment)) {
        const found = secretUnderName(variable, written.replace(/^(["'])(.*)\1$/, '$2'));
        if (found === undefined) continue;
        yield literal(manifest, at, found);
        break;
      }
    }
  }
}

function* inWorkload({ manifest, containers }: Workload): Generator<Finding> {
  for (const { container, path } of containers) {
    yield* inEnvironment(manifest, container, path);
    yield* inArguments(manifest, container, path);
  }
}

function* inConfigMap(manifest: Manifest): Generator<Finding> {
  for (const [key, value] of Object.entries(recordAt(manifest.object, 'data'))) {
    if (typeof value !== 'string') continue;
    const found = value.includes('\n') ? undefined : secretUnderName(key, value);
    const described = found ?? secretInFile(key, value);
    if (described !== undefined) yield literal(manifest, fieldPath('data', key), described);
  }
}

/** Fields that hold what is encrypted, public, or prose. */
const skipped = new Set(['encryptedData', 'caBundle', 'description', 'managedFields', 'openAPIV3Schema']);

interface Found {
  readonly steps: readonly (string | number)[];
  readonly what: string;
}

const nothing: readonly Found[] = [];

const below = (step: string | number, found: readonly Found[]): readonly Found[] =>
  found.length === 0 ? nothing : found.map(({ steps, what }) => ({ steps: [step, ...steps], what }));

/** Credentials by form in any text, except where they are encrypted or only talked about; paths grow where one is found. */
const credentialsIn = (value: unknown): readonly Found[] => {
  if (typeof value === 'string') {
    const what = credentialIn(value);
    return what === undefined ? nothing : [{ steps: [], what }];
  }
  if (typeof value !== 'object' || value === null) return nothing;
  let found = nothing;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const here = below(index, credentialsIn(value[index]));
      if (here.length > 0) found = [...found, ...here];
    }
    return found;
  }
  for (const [key, child] of Object.entries(value)) {
    const here = skipped.has(key) ? nothing : below(key, credentialsIn(child));
    if (here.length > 0) found = [...found, ...here];
  }
  return found;
};

const byForm = (manifest: Manifest): readonly Finding[] =>
  credentialsIn(manifest.object).map(({ steps, what }) => literal(manifest, fieldPath('', ...steps), what));

const byName = ({ workloads }: PolicyContext, manifest: Manifest): readonly Finding[] => {
  const workload = workloads.of(manifest);
  const annotations = Object.entries(manifest.object.metadata.annotations ?? {}).flatMap(([key, value]) => {
    const found = secretUnderName(key.slice(key.indexOf('/') + 1), String(value));
    return found === undefined ? [] : [literal(manifest, fieldPath('metadata.annotations', key), found)];
  });
  return [
    ...annotations,
    ...(workload === undefined ? [] : inWorkload(workload)),
    ...(manifest.key.kind === 'ConfigMap' ? inConfigMap(manifest) : []),
  ];
};

export const secretLiterals: Rule = {
  id: 'secret/literal',
  severity: 'error',
  summary: 'No credential stands in a variable, an argument, a ConfigMap or an annotation.',
  why: 'Whoever reads the repository, or may look at pods, has the credential.',
  *check(context) {
    for (const manifest of context.manifests) {
      const { kind } = manifest.key;
      if (kind === 'Secret' || kind === 'CustomResourceDefinition') continue;
      // A place whose text is a credential by its form is not reported for its name as well.
      const reported = new Set<string>();
      for (const finding of [...byForm(manifest), ...byName(context, manifest)]) {
        if (reported.has(finding.path)) continue;
        reported.add(finding.path);
        yield finding;
      }
    }
  },
};
