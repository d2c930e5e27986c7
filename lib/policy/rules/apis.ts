import { apiLifecycle, fieldAt, listAt, stringAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { Rule } from '../rule';
import { featuresOf } from '../features';

const versionOf = ({ object }: Manifest): string =>
  object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);

export const removedApis: Rule = {
  id: 'api/removed',
  severity: 'error',
  summary: 'Every apiVersion is served by the declared Kubernetes version.',
  why: 'The API server knows no such kind, and the sync fails.',
  *check({ manifests, minor }) {
    for (const manifest of manifests) {
      const { apiVersion, kind } = manifest.object;
      const { introduced = 0, removed = Infinity, replacement } = apiLifecycle(apiVersion, kind) ?? {};
      const base = {
        manifest,
        path: 'apiVersion',
        want: `an apiVersion of ${kind} that Kubernetes 1.${minor} serves`,
        fix: replacement === undefined ? `remove the ${kind}` : `write ${replacement}`,
      };
      if (removed <= minor) {
        const since = removed === 0 ? 'no current release serves' : `removed in Kubernetes 1.${removed}`;
        yield { ...base, got: `${apiVersion} ${kind}: ${since}` };
      } else if (introduced > minor) {
        yield { ...base, got: `${apiVersion} ${kind}: first served by Kubernetes 1.${introduced}` };
      } else if (removed !== Infinity) {
        yield {
          ...base,
          severity: 'note',
          got: `${apiVersion} ${kind}: to be removed in Kubernetes 1.${removed}`,
        };
      }
    }
  },
};

export const servedVersions: Rule = {
  id: 'api/served-version',
  severity: 'error',
  summary: 'Every custom resource is of a version that its definition in the release serves.',
  why: 'The API server knows no such version, and the sync fails.',
  *check({ manifests, objects }) {
    const served = new Map(
      objects
        .ofKind('apiextensions.k8s.io/CustomResourceDefinition')
        .map(({ object }): [string, readonly string[]] => [
          `${stringAt(object, 'spec', 'group') ?? ''}/${stringAt(object, 'spec', 'names', 'kind') ?? ''}`,
          listAt(object, 'spec', 'versions').flatMap((version) =>
            fieldAt(version, 'served') === true ? (stringAt(version, 'name') ?? []) : [],
          ),
        ]),
    );
    for (const manifest of manifests) {
      const { group, kind } = manifest.key;
      const versions = served.get(`${group}/${kind}`);
      if (versions === undefined || versions.includes(versionOf(manifest))) continue;
      yield {
        manifest,
        path: 'apiVersion',
        got: manifest.object.apiVersion,
        want: `one of ${versions.map((version) => `${group}/${version}`).join(', ')}`,
        fix: 'write a served version, or bring a definition that serves this one',
      };
    }
  },
};

export const newerFields: Rule = {
  id: 'api/field-version',
  severity: 'warning',
  summary: 'No field is used that the declared Kubernetes version does not know yet.',
  why: 'The API server drops the field without a word: the object does not do what it says.',
  *check({ manifests, workloads, minor }) {
    for (const manifest of manifests) {
      for (const { path, since, effect } of featuresOf(manifest, workloads.of(manifest))) {
        if (since <= minor) continue;
        yield {
          manifest,
          path,
          got: `a field that Kubernetes has switched on since 1.${since}, on a cluster of 1.${minor}`,
          want: `fields that Kubernetes 1.${minor} knows`,
          fix: `remove it (${effect}), or raise the version of the cluster`,
        };
      }
    }
  },
};
