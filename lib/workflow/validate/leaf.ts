import { parse } from 'yaml';
import { fieldAt, isRecord, listAt, stringAt } from '../../kubernetes';
import { resourceActions } from '../author';
import type { Local } from './finding';

type Template = Readonly<Record<string, unknown>>;

const finding = (rule: string, path: string, got: string, want: string, fix: string): Local => ({
  rule: `workflow/${rule}`,
  path,
  got,
  want,
  fix,
});

const has = (value: unknown): boolean => value !== undefined && value !== null;

function* checkMounts(template: Template): Generator<Local> {
  for (const type of ['container', 'script']) {
    const seen = new Map<string, string>();
    const taken = function* (path: string, at: string): Generator<Local> {
      const before = seen.get(path);
      if (before === undefined) seen.set(path, at);
      else
        yield finding(
          'mount-path',
          at,
          path,
          `one thing per path; ${before} is there already`,
          'use another path',
        );
    };
    for (const [index, mount] of listAt(template, type, 'volumeMounts').entries())
      yield* taken(stringAt(mount, 'mountPath') ?? '', `${type}.volumeMounts[${index}].mountPath`);
    if (!isRecord(template[type])) continue;
    for (const [index, artifact] of listAt(template, 'inputs', 'artifacts').entries()) {
      const path = stringAt(artifact, 'path');
      if (path !== undefined) yield* taken(path, `inputs.artifacts[${index}].path`);
    }
  }
}

function* checkImages(template: Template, defaults: unknown): Generator<Local> {
  for (const type of ['container', 'script']) {
    if (!isRecord(template[type])) continue;
    const image = stringAt(template, type, 'image') ?? '';
    if (image === '' && (stringAt(defaults, type, 'image') ?? '') === '')
      yield finding('image', `${type}.image`, 'no image', 'the image that runs', 'add it');
  }
  const containers = listAt(template, 'containerSet', 'containers');
  if (isRecord(template['containerSet']) && containers.length === 0)
    yield finding('container-set', 'containerSet.containers', 'none', 'at least one container', 'add one');
}

const manifestPlaceholders = (manifest: string): string =>
  manifest.replace(/\{\{\s*=\s*.+?\s*\}\}/g, 'placeholder');

const isYaml = (text: string): boolean => {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
};

function* checkResource(template: Template): Generator<Local> {
  const resource = template['resource'];
  if (!isRecord(resource)) return;
  const action = stringAt(resource, 'action') ?? '';
  const isKnown = resourceActions.some((known) => known === action);
  if (!isKnown && !action.includes('{{'))
    yield finding(
      'resource-action',
      'resource.action',
      action || 'none',
      resourceActions.join(', '),
      'use one of them',
    );
  if (action === 'delete' || action === 'get') return;
  const manifest = stringAt(resource, 'manifest') ?? '';
  const from = resource['manifestFrom'];
  if ((manifest === '') === (from === undefined)) {
    yield finding(
      'resource-manifest',
      'resource.manifest',
      manifest === '' ? 'no object' : 'manifest and manifestFrom',
      'one of manifest and manifestFrom',
      manifest === '' ? 'say which object it is about' : 'remove one',
    );
  }
  const artifact = stringAt(from, 'artifact', 'name');
  if (
    artifact !== undefined &&
    !listAt(template, 'inputs', 'artifacts').some((each) => stringAt(each, 'name') === artifact)
  ) {
    yield finding(
      'resource-manifest',
      'resource.manifestFrom.artifact.name',
      artifact,
      'an input artifact of the template',
      'declare it',
    );
  }
  // values are put in before Argo reads the text; a bare {{…}} is a map in YAML and fits as well
  const replaced = manifestPlaceholders(manifest).replace(/(^|[\s:])\{\{[^{}=]+\}\}/g, '$1placeholder');
  if (manifest !== '' && !isYaml(replaced))
    yield finding('resource-manifest', 'resource.manifest', 'text that is no YAML', 'YAML', 'mend the text');
}

function* checkLimits(template: Template): Generator<Local> {
  const seconds = template['activeDeadlineSeconds'];
  const isVariable = typeof seconds === 'string' && seconds.includes('{{');
  if (has(seconds) && !isVariable && !(Number.isInteger(Number(seconds)) && Number(seconds) > 0)) {
    yield finding(
      'deadline',
      'activeDeadlineSeconds',
      String(seconds),
      'whole seconds, more than 0',
      'correct the number, or remove it for no limit',
    );
  }
  if (has(template['parallelism'])) {
    yield finding(
      'parallelism-level',
      'parallelism',
      'a limit on a step',
      'limits on groups only: a step is one pod',
      'move it to the group or to the pipeline',
    );
  }
}

const reservedContainers = new Set(['main', 'wait', 'init', 'supervisor']);

function* checkHelpers(template: Template): Generator<Local> {
  for (const field of ['initContainers', 'sidecars'] as const) {
    const names = new Set<string>();
    for (const [index, container] of listAt(template, field).entries()) {
      const name = stringAt(container, 'name') ?? '';
      const at = `${field}[${index}].name`;
      if (name === '') yield finding('container-name', at, 'no name', 'a name', 'add one');
      else if (reservedContainers.has(name))
        yield finding('container-name', at, name, 'a name that Argo does not use itself', 'rename it');
      else if (names.has(name))
        yield finding('container-name', at, `a second ${name}`, 'every name once', 'rename one');
      names.add(name);
    }
  }
}

function* checkVolumes(template: Template, volumes: readonly unknown[]): Generator<Local> {
  const known = new Set(
    [...listAt(template, 'volumes'), ...volumes].map((volume) => stringAt(volume, 'name')),
  );
  for (const type of ['container', 'script']) {
    for (const [index, mount] of listAt(template, type, 'volumeMounts').entries()) {
      const name = stringAt(mount, 'name');
      if (known.has(name) || name === undefined) continue;
      yield finding(
        'volume',
        `${type}.volumeMounts[${index}].name`,
        name,
        'a volume of the template or of the workflow',
        'declare the volume',
      );
    }
  }
}

/** What a leaf template may lean on outside of itself. */
export interface Around {
  /** `spec.templateDefaults`. */
  readonly defaults: unknown;
  /** `spec.volumes` and the templates of claims. */
  readonly volumes: readonly unknown[];
}

/** What is said of a template that runs one thing. */
export function* checkLeaf(template: Template, { defaults, volumes }: Around): Generator<Local> {
  yield* checkMounts(template);
  yield* checkImages(template, defaults);
  yield* checkResource(template);
  yield* checkLimits(template);
  yield* checkHelpers(template);
  yield* checkVolumes(template, volumes);
  const timeout = fieldAt(template, 'timeout');
  if (typeof timeout === 'string' && /^\d+$/.test(timeout))
    yield finding('timeout', 'timeout', timeout, 'a time with its unit, as in 30s', 'add the unit');
}

const retryPolicies = ['Always', 'OnFailure', 'OnError', 'OnTransientError'];

/** What is said of every template. */
export function* checkCommon(template: Template): Generator<Local> {
  const policy = stringAt(template, 'retryStrategy', 'retryPolicy') ?? '';
  if (policy !== '' && !retryPolicies.includes(policy))
    yield finding('retry', 'retryStrategy.retryPolicy', policy, retryPolicies.join(', '), 'use one of them');
  const limit = fieldAt(template, 'retryStrategy', 'limit');
  if (has(limit) && !/^\d+$/.test(String(limit)) && !String(limit).includes('{{'))
    yield finding('retry', 'retryStrategy.limit', String(limit), 'a whole number', 'correct it');
  for (const [index, metric] of listAt(template, 'metrics', 'prometheus').entries()) {
    const at = `metrics.prometheus[${index}]`;
    const name = stringAt(metric, 'name') ?? '';
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
      yield finding('metric', `${at}.name`, name || 'no name', 'letters, digits and _', 'rename it');
    if ((stringAt(metric, 'help') ?? '') === '')
      yield finding('metric', `${at}.help`, 'no help', 'a sentence that says what it counts', 'add it');
    const kinds = ['counter', 'gauge', 'histogram'].filter((kind) => has(fieldAt(metric, kind)));
    if (kinds.length !== 1)
      yield finding(
        'metric',
        at,
        kinds.join(' and ') || 'no kind',
        'one of counter, gauge, histogram',
        'say which',
      );
    for (const [position, label] of listAt(metric, 'labels').entries()) {
      const key = stringAt(label, 'key') ?? '';
      if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key))
        yield finding(
          'metric',
          `${at}.labels[${position}].key`,
          key || 'no key',
          'letters, digits and _',
          'rename it',
        );
    }
  }
  yield* checkHooks(template, 'hooks');
}

/** Hooks: all but `exit` say when they run. */
export function* checkHooks(owner: unknown, path: string): Generator<Local> {
  const hooks = fieldAt(owner, 'hooks');
  for (const [name, hook] of Object.entries(isRecord(hooks) ? hooks : {})) {
    if (name === 'exit' || (stringAt(hook, 'expression') ?? '') !== '') continue;
    yield finding(
      'hook',
      `${path}[${name}].expression`,
      'no expression',
      'when it runs',
      'add an expression',
    );
  }
}
