import {
  describeKey,
  fieldAt,
  fieldPath,
  isDnsLabel,
  isLabelKey,
  isLabelValue,
  listAt,
  nameProblem,
  stringAt,
} from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext } from '../context';
import type { Finding, Rule } from '../rule';

/** Longest name of a kind whose objects get names made from it. */
interface Room {
  readonly longest: number;
  readonly because: string;
  /** Where a longer name still works, but reads badly. */
  readonly severity?: 'warning';
}

const rooms: Readonly<Record<string, Room>> = {
  'batch/CronJob': { longest: 52, because: 'its Jobs get 11 characters more, and 63 is the limit' },
  'batch/Job': { longest: 63, because: 'its pods carry the name as the value of a label' },
  'apps/StatefulSet': {
    longest: 52,
    because:
      'its pods carry name and revision, 11 characters more, as the value of the label controller-revision-hash',
  },
  'apps/Deployment': {
    longest: 46,
    because: 'its pods get up to 17 characters more, and are cut off at 63',
    severity: 'warning',
  },
  'apps/DaemonSet': {
    longest: 57,
    because: 'its pods get 6 characters more, and are cut off at 63',
    severity: 'warning',
  },
  'argoproj.io/Workflow': { longest: 63, because: 'its pods carry the name as the value of a label' },
  'argoproj.io/WorkflowTemplate': {
    longest: 63,
    because: 'its Workflows carry the name as the value of a label',
  },
  'argoproj.io/CronWorkflow': {
    longest: 52,
    because: 'its Workflows get 11 characters more, and 63 is the limit',
  },
};

export const suffixRoom: Rule = {
  id: 'name/suffix-room',
  severity: 'error',
  summary: 'Every name leaves room for what Kubernetes and Argo Workflows append to it.',
  why: 'The object is accepted, and its pods or jobs are then refused or cut off.',
  *check({ manifests }) {
    for (const manifest of manifests) {
      const { key, object } = manifest;
      const room = rooms[`${key.group}/${key.kind}`];
      if (room !== undefined && key.name.length > room.longest) {
        yield {
          manifest,
          path: 'metadata.name',
          ...(room.severity === undefined ? {} : { severity: room.severity }),
          got: `${key.name.length} characters`,
          want: `at most ${room.longest}: ${room.because}`,
          fix: `take ${key.name.length - room.longest} characters off the name`,
        };
      }
      const prefix = stringAt(object, 'metadata', 'generateName');
      if (prefix === undefined || prefix.length <= 58) continue;
      yield {
        manifest,
        path: 'metadata.generateName',
        got: `${prefix.length} characters`,
        want: 'at most 58: the API server adds 5, and 63 is the limit',
        fix: `take ${prefix.length - 58} characters off`,
      };
    }
  },
};

const portName = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;

const invalidName = (manifest: Manifest, path: string, name: string, want: string): Finding => ({
  manifest,
  path,
  got: name === '' ? 'an empty name' : name,
  want,
  fix: 'rename it',
});

function* innerNames(context: PolicyContext): Generator<Finding> {
  const label = 'lower-case letters, digits and -, at most 63 characters';
  for (const { manifest, template, containers } of context.workloads.all) {
    const seen = new Set<string>();
    for (const { container, path } of containers) {
      const name = stringAt(container, 'name') ?? '';
      if (!isDnsLabel(name)) yield invalidName(manifest, fieldPath(path, 'name'), name, label);
      else if (seen.has(name))
        yield invalidName(manifest, fieldPath(path, 'name'), name, 'a name of its own in the pod');
      seen.add(name);
      for (const [index, port] of listAt(container, 'ports').entries()) {
        const portWord = stringAt(port, 'name');
        if (portWord === undefined || portName.test(portWord)) continue;
        yield invalidName(
          manifest,
          fieldPath(path, 'ports', index, 'name'),
          portWord,
          'at most 15 lower-case letters, digits and single -, with one letter at least',
        );
      }
    }
    const volumes = new Set<string>();
    for (const [index, volume] of listAt(template.spec, 'volumes').entries()) {
      const name = stringAt(volume, 'name') ?? '';
      const path = fieldPath(template.path, 'volumes', index, 'name');
      if (!isDnsLabel(name)) yield invalidName(manifest, path, name, label);
      else if (volumes.has(name)) yield invalidName(manifest, path, name, 'a name of its own in the pod');
      volumes.add(name);
    }
  }
  for (const manifest of context.objects.ofKind('/Service')) {
    for (const [index, port] of listAt(manifest.object, 'spec', 'ports').entries()) {
      const name = stringAt(port, 'name');
      if (name === undefined || isDnsLabel(name)) continue;
      yield invalidName(manifest, fieldPath('spec.ports', index, 'name'), name, label);
    }
  }
}

export const invalidNames: Rule = {
  id: 'name/invalid',
  severity: 'error',
  summary: 'Every name is one that the API server takes.',
  why: 'The object is refused.',
  *check(context) {
    for (const manifest of context.manifests) {
      const { group, kind, name } = manifest.key;
      const problem = nameProblem(group, kind, name);
      if (problem !== undefined) yield invalidName(manifest, 'metadata.name', name, problem);
      // Names starting with a digit are labels, but no names of Services before Kubernetes 1.36.
      if (kind === 'Service' && group === '' && /^[0-9]/.test(name) && context.minor < 36) {
        yield invalidName(manifest, 'metadata.name', name, 'a name that starts with a letter');
      }
    }
    yield* innerNames(context);
  },
};

/** A map whose keys, and values too for labels, follow the rules of labels. */
interface LabelMap {
  readonly path: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly areValuesFree: boolean;
}

const mapAt = (
  manifest: Manifest,
  areValuesFree: boolean,
  ...steps: readonly string[]
): readonly LabelMap[] => {
  const labels = fieldAt(manifest.object, ...steps);
  return typeof labels === 'object' && labels !== null && !Array.isArray(labels)
    ? [{ path: fieldPath('', ...steps), labels: { ...labels }, areValuesFree }]
    : [];
};

const labelMaps = (context: PolicyContext, manifest: Manifest): readonly LabelMap[] => {
  const template = context.workloads.of(manifest)?.template.path.split('.').slice(0, -1) ?? [];
  const inTemplate =
    template.length === 0
      ? []
      : [
          ...mapAt(manifest, false, ...template, 'metadata', 'labels'),
          ...mapAt(manifest, true, ...template, 'metadata', 'annotations'),
          ...mapAt(manifest, false, ...template, 'spec', 'nodeSelector'),
        ];
  return [
    ...mapAt(manifest, false, 'metadata', 'labels'),
    ...mapAt(manifest, true, 'metadata', 'annotations'),
    ...(manifest.key.kind === 'Service'
      ? mapAt(manifest, false, 'spec', 'selector')
      : mapAt(manifest, false, 'spec', 'selector', 'matchLabels')),
    ...inTemplate,
  ];
};

function* badLabels(manifest: Manifest, { path, labels, areValuesFree }: LabelMap): Generator<Finding> {
  for (const [key, value] of Object.entries(labels)) {
    const at = fieldPath(path, key);
    if (!isLabelKey(areValuesFree ? key.toLowerCase() : key)) {
      yield {
        manifest,
        path: at,
        got: `key ${key}`,
        want: 'an optional domain and /, then at most 63 letters, digits, -, _ and .',
        fix: 'rename the key',
      };
    }
    if (typeof value !== 'string') {
      yield {
        manifest,
        path: at,
        got: JSON.stringify(value),
        want: 'a text',
        fix: 'put the value in quotes',
      };
    } else if (!areValuesFree && !isLabelValue(value)) {
      yield {
        manifest,
        path: at,
        got: value.length > 63 ? `${value.length} characters` : value,
        want: 'at most 63 letters, digits, -, _ and ., with a letter or digit at both ends',
        fix:
          value.length > 63
            ? 'shorten the value, or make it an annotation'
            : 'correct the value, or make it an annotation',
      };
    }
  }
}

export const labelSyntax: Rule = {
  id: 'name/label',
  severity: 'error',
  summary: 'Every label and annotation has a key, and every label a value, that the API server takes.',
  why: 'The object is refused.',
  *check(context) {
    for (const manifest of context.manifests) {
      for (const map of labelMaps(context, manifest)) yield* badLabels(manifest, map);
    }
  },
};

const annotationLimit = 256 * 1024;

export const annotationSize: Rule = {
  id: 'name/annotation-size',
  severity: 'error',
  summary: 'The annotations of an object are at most 256 KiB together.',
  why: 'The object is refused.',
  *check({ manifests }) {
    for (const manifest of manifests) {
      const annotations = Object.entries(manifest.object.metadata.annotations ?? {});
      const length = annotations.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
      // No character is longer than three bytes per UTF-16 unit, so most objects need no counting.
      if (length * 3 <= annotationLimit) continue;
      const bytes = annotations.reduce(
        (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
        0,
      );
      if (bytes <= annotationLimit) continue;
      yield {
        manifest,
        path: 'metadata.annotations',
        got: `${bytes} bytes`,
        want: `at most ${annotationLimit} bytes`,
        fix: `move the data of ${describeKey(manifest.key)} into a ConfigMap`,
      };
    }
  },
};
