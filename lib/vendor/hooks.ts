import { stringMapAt, type KubernetesObject } from '../kubernetes';
import { refuse } from './refuse';

const phases: Readonly<Record<string, string>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
};

const deletions: Readonly<Record<string, string>> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};

const words = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/**
 * An object whose Helm hook is Argo CD's instead; none for a test, which nobody runs.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks
 * @throws Refusal for hooks that Argo CD has no time for, such as `pre-delete`.
 */
export const withoutHelmHooks = (object: KubernetesObject, shownAs: string): readonly KubernetesObject[] => {
  const annotations = stringMapAt(object, 'metadata', 'annotations');
  const hooks = words(annotations['helm.sh/hook']);
  if (hooks.length === 0) return [object];
  if (hooks.every((hook) => hook === 'test' || hook === 'test-success')) return [];
  const foreign = hooks.filter((hook) => phases[hook] === undefined);
  if (foreign.length > 0) {
    refuse('vendor/hook', shownAs, {
      got: `${object.kind}/${object.metadata.name}, a hook of ${foreign.join(', ')}`,
      want: `hooks of ${Object.keys(phases).join(', ')}`,
      fix: 'switch it off in the values, or take the chart out of spec.vendored',
    });
  }
  const deletion = words(annotations['helm.sh/hook-delete-policy']).map((word) => deletions[word] ?? word);
  const rest = Object.entries(annotations).filter(([key]) => !key.startsWith('helm.sh/hook'));
  return [
    {
      ...object,
      metadata: {
        ...object.metadata,
        annotations: {
          ...Object.fromEntries(rest),
          'argocd.argoproj.io/hook': [...new Set(hooks.map((hook) => phases[hook] ?? hook))].join(','),
          ...(deletion.length === 0 ? {} : { 'argocd.argoproj.io/hook-delete-policy': deletion.join(',') }),
        },
      },
    },
  ];
};
