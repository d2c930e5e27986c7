import {
  describeKey,
  fieldAt,
  fieldPath,
  isRecord,
  listAt,
  selectorSelects,
  stringAt,
  stringMapAt,
} from '../../kubernetes';
import type { Manifest } from '../../render';
import { isBatch, type PolicyContext, type Workload } from '../context';
import type { Rule } from '../rule';
import { nearestWorkload, shownLabels } from './services';

const shownSelector = (selector: unknown): string => {
  const expressions = listAt(selector, 'matchExpressions').map((each) =>
    [stringAt(each, 'key'), stringAt(each, 'operator'), listAt(each, 'values').join('|')]
      .filter((part) => part !== '')
      .join(' '),
  );
  return [shownLabels(stringMapAt(selector, 'matchLabels')), ...expressions]
    .filter((part) => part !== '')
    .join(', ');
};

const isEmpty = (selector: unknown): boolean => shownSelector(selector) === '';

const selectsNothing = ({ workloads }: PolicyContext, namespace: string, selector: unknown): boolean => {
  const [first] = workloads.selectedBy(namespace, selector);
  return (
    first === undefined &&
    !workloads.customPodsMatch(namespace, (labels) => selectorSelects(selector, labels))
  );
};

const missing = ({ workloads }: PolicyContext, namespace: string, selector: unknown): string =>
  `${shownSelector(selector)}: no workload of namespace ${namespace} has these pod labels${nearestWorkload(
    workloads.in(namespace),
    stringMapAt(selector, 'matchLabels'),
  )}`;

export const networkPolicySelector: Rule = {
  id: 'selector/network-policy',
  severity: 'warning',
  summary: 'Every NetworkPolicy applies to the pods of some workload.',
  why: 'What it was meant to open stays closed, or what it was meant to close stays open.',
  *check(context) {
    for (const manifest of context.objects.ofKind('networking.k8s.io/NetworkPolicy')) {
      const { namespace } = manifest.key;
      const selector = fieldAt(manifest.object, 'spec', 'podSelector');
      if (isEmpty(selector) || !selectsNothing(context, namespace, selector)) continue;
      const isForeign = context.workloads.in(namespace).length === 0;
      yield {
        manifest,
        path: 'spec.podSelector',
        // Where the release runs nothing at all, the pods are somebody else's.
        ...(isForeign ? { severity: 'note' as const } : {}),
        got: missing(context, namespace, selector),
        want: 'labels of a pod template in the same namespace, or {} for all pods',
        fix: 'copy the labels of the pod template into spec.podSelector',
      };
    }
  },
};

export const disruptionBudgetSelector: Rule = {
  id: 'selector/disruption-budget',
  severity: 'error',
  summary: 'Every PodDisruptionBudget covers the pods of some workload.',
  why: 'A drain takes all pods of the workload that it was meant to protect.',
  *check(context) {
    for (const manifest of context.objects.ofKind('policy/PodDisruptionBudget')) {
      const { namespace } = manifest.key;
      const selector = fieldAt(manifest.object, 'spec', 'selector');
      if (!isRecord(selector) || !selectsNothing(context, namespace, selector)) continue;
      yield {
        manifest,
        path: 'spec.selector',
        got: isEmpty(selector)
          ? `{}: no workload in namespace ${namespace}`
          : missing(context, namespace, selector),
        want: 'labels of a pod template in the same namespace',
        fix: 'copy the selector of the workload into spec.selector',
      };
    }
  },
};

/** Workloads that find their pods by a selector, with it as a LabelSelector. */
const selectorOf = ({
  manifest,
}: Workload): { readonly selector: unknown; readonly path: string } | undefined => {
  switch (manifest.key.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet': {
      const selector = fieldAt(manifest.object, 'spec', 'selector');
      return isRecord(selector) ? { selector, path: 'spec.selector' } : undefined;
    }
    case 'ReplicationController': {
      const labels = fieldAt(manifest.object, 'spec', 'selector');
      return isRecord(labels) ? { selector: { matchLabels: labels }, path: 'spec.selector' } : undefined;
    }
    default:
      return undefined;
  }
};

export const ownTemplate: Rule = {
  id: 'selector/own-template',
  severity: 'error',
  summary: 'The selector of every workload selects its own pod template.',
  why: 'The API server refuses the object.',
  *check({ workloads }) {
    for (const workload of workloads.all) {
      const own = selectorOf(workload);
      if (own === undefined || selectorSelects(own.selector, workload.labels)) continue;
      yield {
        manifest: workload.manifest,
        path: own.path,
        got: `${shownSelector(own.selector)}, while the pods are labelled ${shownLabels(workload.labels) || 'with nothing'}`,
        want: 'a selector that selects the pod template of the same object',
        fix: `add the labels to ${workload.template.path.replace(/\.spec$/, '.metadata.labels')}`,
      };
    }
  },
};

export const overlap: Rule = {
  id: 'selector/overlap',
  severity: 'error',
  summary: 'No selector of a workload selects the pods of another workload.',
  why: 'Controllers of the same kind fight over the pods: each scales and deletes those of the other.',
  *check({ workloads }) {
    for (const workload of workloads.all) {
      const own = selectorOf(workload);
      if (own === undefined) continue;
      for (const other of workloads.selectedBy(workload.namespace, own.selector)) {
        if (other === workload) continue;
        yield {
          manifest: workload.manifest,
          path: own.path,
          // The pods of a Job have an owner from the start: they are only counted twice, never adopted.
          ...(isBatch(other) ? { severity: 'warning' as const } : {}),
          got: `${shownSelector(own.selector) || '{}'} also selects the pods of ${describeKey(other.manifest.key)}`,
          want: 'labels that no other workload of the namespace puts on its pods',
          fix: 'add a label of its own, such as app.kubernetes.io/component, to this selector and to the pod template',
        };
        break;
      }
    }
  },
};

const instance = 'app.kubernetes.io/instance';

const selectorPaths: Readonly<Record<string, readonly string[]>> = {
  Service: ['spec', 'selector'],
  Deployment: ['spec', 'selector', 'matchLabels'],
  StatefulSet: ['spec', 'selector', 'matchLabels'],
  DaemonSet: ['spec', 'selector', 'matchLabels'],
  ReplicaSet: ['spec', 'selector', 'matchLabels'],
  PodDisruptionBudget: ['spec', 'selector', 'matchLabels'],
  NetworkPolicy: ['spec', 'podSelector', 'matchLabels'],
};

const instanceIn = ({
  object,
  key,
}: Manifest): { readonly path: string; readonly value: string } | undefined => {
  const steps = selectorPaths[key.kind];
  const value = steps === undefined ? undefined : stringAt(object, ...steps, instance);
  return value === undefined || steps === undefined
    ? undefined
    : { path: fieldPath('', ...steps, instance), value };
};

export const instanceLabel: Rule = {
  id: 'selector/instance-label',
  severity: 'error',
  summary: `No selector asks for ${instance}.`,
  why: 'Argo CD writes that label on objects to track them; a selector that has it breaks when the Application is renamed.',
  *check({ manifests }) {
    for (const manifest of manifests) {
      const found = instanceIn(manifest);
      if (found === undefined) continue;
      yield {
        manifest,
        path: found.path,
        got: found.value,
        want: 'a selector without it',
        fix: 'select by app.kubernetes.io/name and app.kubernetes.io/component',
      };
    }
  },
};
