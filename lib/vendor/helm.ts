import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { ChartReference } from '../constructs';
import { isRecord, stringAt, type KubernetesObject } from '../kubernetes';
import { refuse } from './refuse';

/** What a chart is rendered for. */
export interface RenderTarget {
  readonly namespace: string;
  /** Kubernetes minor version, as in `1.34`. */
  readonly kubernetes: string;
}

const isObject = (value: unknown): value is KubernetesObject =>
  isRecord(value) &&
  ['apiVersion', 'kind'].every((field) => stringAt(value, field) !== undefined) &&
  stringAt(value, 'metadata', 'name') !== undefined;

/** What `helm template` prints for a chart and its values. */
const template = (
  archive: string,
  shownAs: string,
  { releaseName, values }: ChartReference,
  { namespace, kubernetes }: RenderTarget,
): string => {
  const { error, status, stdout, stderr } = spawnSync(
    'helm',
    [
      'template',
      releaseName,
      archive,
      '--namespace',
      namespace,
      '--kube-version',
      kubernetes,
      '--include-crds',
      '--values',
      '-',
    ],
    { env: process.env, input: JSON.stringify(values), encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (error !== undefined) {
    return refuse('vendor/helm', shownAs, {
      got:
        'code' in error && error.code === 'ENOENT' ? 'no program helm on the PATH' : `helm: ${error.message}`,
      want: 'helm 3, which renders vendored charts',
      fix: 'install it (https://helm.sh/docs/intro/install/), or take the chart out of spec.vendored: Argo CD renders it then',
    });
  }
  return status === 0
    ? stdout
    : refuse('vendor/render', shownAs, {
        got: stderr.trim().split('\n').slice(0, 5).join('; '),
        want: 'values that the chart takes',
        fix: 'correct the settings of the platform, or the version of the chart',
      });
};

/**
 * The objects that Helm makes of a chart. It is asked twice: a chart that makes up passwords or certificates would
 * give another output every time.
 * @throws Refusal for a missing program, for values that the chart's schema refuses, for what differs between two runs.
 */
export const helmTemplate = (
  archive: string,
  shownAs: string,
  reference: ChartReference,
  target: RenderTarget,
): readonly KubernetesObject[] => {
  const text = template(archive, shownAs, reference, target);
  if (text !== template(archive, shownAs, reference, target)) {
    refuse('vendor/random', shownAs, {
      got: 'another output each time',
      want: 'the same objects for the same values',
      fix: 'give the chart existing Secrets and certificates, or take it out of spec.vendored',
    });
  }
  return [parseAllDocuments(text)].flat().flatMap((document) => {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isObject(value) ? [value] : [];
  });
};
