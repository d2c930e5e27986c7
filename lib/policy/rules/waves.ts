import { describeKey, fieldAt, fieldPath, stringAt, stringMapAt } from '../../kubernetes';
import type { Manifest } from '../../render';
import type { PolicyContext, Precedence } from '../context';
import type { Finding, Rule } from '../rule';

const wave = 'argocd.argoproj.io/sync-wave';

const waveFinding = (
  context: PolicyContext,
  manifest: Manifest,
  path: string,
  other: Manifest,
  want: string,
): Finding => {
  const [otherPlace, place] = context.order.describe(other, manifest);
  return {
    manifest,
    path,
    got: `${describeKey(other.key)} comes in ${otherPlace}, this object in ${place}`,
    want,
    fix:
      manifest.component === other.component
        ? `declare the dependency on ${describeKey(other.key)}, or lower its wave`
        : `let component ${manifest.component} depend on ${other.component}`,
  };
};

/** The best that any of several providers can do. */
const earliest = (
  context: PolicyContext,
  others: readonly Manifest[],
  manifest: Manifest,
): { readonly other: Manifest; readonly precedence: Precedence } | undefined => {
  const ranks: readonly Precedence[] = ['before', 'together', 'unordered', 'after'];
  let best: { readonly other: Manifest; readonly precedence: Precedence } | undefined;
  for (const other of others) {
    const precedence = context.order.precedence(other, manifest);
    if (precedence === undefined) continue;
    if (best === undefined || ranks.indexOf(precedence) < ranks.indexOf(best.precedence))
      best = { other, precedence };
  }
  return best;
};

export const dependencyOrder: Rule = {
  id: 'wave/dependency',
  severity: 'error',
  summary: 'No object is applied before something that it refers to.',
  why: 'Argo CD waits for the first to become healthy, which it cannot, and never reaches the second: the sync stalls.',
  *check(context) {
    for (const reference of context.references) {
      if (reference.optional || reference.order === 'free') continue;
      const found = context.resolve(reference);
      if (found.from !== 'release') continue;
      const best = earliest(context, found.manifests, reference.from);
      if (best === undefined || best.precedence === 'before') continue;
      const { from, path } = reference;
      // In one wave Argo CD applies passive kinds first, and pods wait for what is applied together with them.
      if (best.precedence === 'together' && reference.order !== 'call') continue;
      yield waveFinding(
        context,
        from,
        path,
        best.other,
        reference.order === 'call'
          ? 'the Service in an earlier wave'
          : 'what is referred to in an earlier wave, or in the same one',
      );
    }
  },
};

export const webhookOrder: Rule = {
  id: 'wave/webhook-backend',
  severity: 'error',
  summary: 'A webhook is registered after the workload that answers it.',
  why: 'Until its pods are ready every request that it matches fails, that of creating those pods included.',
  *check(context) {
    for (const reference of context.references) {
      if (reference.order !== 'call') continue;
      const service = context.objects.find(reference.to);
      const selector = stringMapAt(service?.object, 'spec', 'selector');
      if (service === undefined || Object.keys(selector).length === 0) continue;
      for (const { manifest } of context.workloads.withLabels(service.key.namespace, selector)) {
        const precedence = context.order.precedence(manifest, reference.from);
        if (precedence === undefined || precedence === 'before') continue;
        yield waveFinding(
          context,
          reference.from,
          reference.path,
          manifest,
          'the workload behind the webhook in an earlier wave',
        );
      }
    }
  },
};

export const definitionOrder: Rule = {
  id: 'wave/definition',
  severity: 'error',
  summary: 'A CustomResourceDefinition comes in an earlier wave than its objects.',
  why: 'Argo CD validates a whole wave before it applies it: an object of an unknown kind fails the sync.',
  *check(context) {
    const definitions = new Map(
      context.objects
        .ofKind('apiextensions.k8s.io/CustomResourceDefinition')
        .map((manifest): [string, Manifest] => [
          `${stringAt(manifest.object, 'spec', 'group') ?? ''}/${stringAt(manifest.object, 'spec', 'names', 'kind') ?? ''}`,
          manifest,
        ]),
    );
    for (const manifest of context.manifests) {
      const definition = definitions.get(`${manifest.key.group}/${manifest.key.kind}`);
      if (definition === undefined) continue;
      const precedence = context.order.precedence(definition, manifest);
      if (precedence === undefined || precedence === 'before') continue;
      yield waveFinding(
        context,
        manifest,
        'kind',
        definition,
        'the CustomResourceDefinition in an earlier wave',
      );
    }
  },
};

export const componentOrder: Rule = {
  id: 'wave/component',
  severity: 'error',
  summary: 'Every component comes in a later wave than those that it depends on.',
  why: 'Its Application would be synced before they are healthy.',
  *check({ release }) {
    const waves = new Map(release.components.map((component) => [component.name, component.wave]));
    for (const component of release.components) {
      const [first] = component.manifests;
      if (first === undefined) continue;
      for (const name of component.dependsOn) {
        const other = waves.get(name);
        if (other === undefined || other < component.wave) continue;
        yield {
          manifest: first,
          path: '',
          got: `component ${component.name} in wave ${component.wave}, ${name} in wave ${other}`,
          want: `component ${name} in an earlier wave`,
          fix: `raise the wave of ${component.name} above ${other}`,
        };
      }
    }
  },
};

export const waveAnnotation: Rule = {
  id: 'wave/annotation',
  severity: 'error',
  summary: 'The sync-wave annotation says the wave that was derived.',
  why: 'Argo CD reads the annotation: the order that was checked would not be the order that happens.',
  *check({ manifests }) {
    for (const manifest of manifests) {
      const written = manifest.object.metadata.annotations?.[wave];
      if (written === undefined || written === String(manifest.wave)) continue;
      yield {
        manifest,
        path: fieldPath('metadata.annotations', wave),
        got: written,
        want: String(manifest.wave),
        fix: 'remove the annotation, and declare the dependency that it stood for',
      };
    }
  },
};

/** Whether a workload makes pods as soon as it is applied. */
const startsAtOnce = ({ object, key }: Manifest): boolean =>
  key.kind !== 'CronJob' &&
  fieldAt(object, 'spec', 'suspend') !== true &&
  fieldAt(object, 'spec', 'replicas') !== 0;

export const claimOrder: Rule = {
  id: 'wave/claim-with-consumer',
  severity: 'error',
  summary: 'A claim that waits for its first consumer is in the wave of that consumer.',
  why: 'It stays Pending until the pod exists, Argo CD calls Pending Progressing, and never applies the wave of the pod.',
  *check(context) {
    for (const claim of context.storage.claims) {
      const { manifest } = claim;
      if (manifest.key.kind !== 'PersistentVolumeClaim') continue;
      const storageClass = context.storage.classOf(claim);
      if (
        storageClass === undefined ||
        stringAt(storageClass.object, 'volumeBindingMode') !== 'WaitForFirstConsumer'
      )
        continue;
      // Argo CD heeds it between waves by the health check for claims that the output's argocd-cm brings.
      if (manifest.object.metadata.annotations?.['argocd.argoproj.io/ignore-healthcheck'] === 'true')
        continue;
      if (stringAt(claim.spec, 'volumeName') !== undefined) continue;
      const consumers = context.storage.consumersOf(manifest).filter((each) => startsAtOnce(each.manifest));
      const ranked = consumers.map((each) => ({
        each,
        precedence: context.order.precedence(each.manifest, manifest),
      }));
      if (ranked.some(({ precedence }) => precedence === 'together' || precedence === 'before')) continue;
      const [first] = ranked;
      const base = {
        manifest,
        path: claim.path,
        want: 'claim and first consumer in one wave of one component',
      };
      if (first === undefined) {
        yield {
          ...base,
          severity: 'warning',
          got: `class ${storageClass.key.name} waits for the first consumer, and no workload of the release mounts the claim when it is applied`,
          fix: 'add argocd.argoproj.io/ignore-healthcheck: "true" to the claim, or create it with its first user',
        };
        continue;
      }
      const consumer = first.each.manifest;
      const [claimPlace, consumerPlace] = context.order.describe(manifest, consumer);
      yield {
        ...base,
        got: `the claim comes in ${claimPlace}, its first consumer ${describeKey(consumer.key)} in ${consumerPlace}`,
        fix:
          consumer.component === manifest.component
            ? 'put both into one wave: let the claim depend on what its consumer depends on'
            : `move the claim to component ${consumer.component}, or add argocd.argoproj.io/ignore-healthcheck: "true" to it`,
      };
    }
  },
};
