import { podTemplateOf } from '../../kubernetes';
import type { Draft } from '../draft';
import { withMetadata } from './edit';

/** What the standard labels say. */
export interface LabelsProps {
  readonly platform: string;
  readonly versionOf: (component: string) => string | undefined;
}

/**
 * The labels that every Kubernetes tool knows, on objects only: pod templates and selectors keep what their charts gave
 * them, for a new label there restarts pods. `app.kubernetes.io/instance` is left to Argo CD.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export const labels = (drafts: readonly Draft[], { platform, versionOf }: LabelsProps): readonly Draft[] =>
  drafts.map((draft) => {
    const version = podTemplateOf(draft.object) === undefined ? undefined : versionOf(draft.component);
    return {
      ...draft,
      object: withMetadata(draft.object, {
        labels: {
          'app.kubernetes.io/name': draft.component,
          'app.kubernetes.io/part-of': platform,
          'app.kubernetes.io/managed-by': 'drydock',
          ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
          ...draft.object.metadata.labels,
        },
      }),
    };
  });
