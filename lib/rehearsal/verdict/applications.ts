import type { Diagnostic } from '../../diagnostics';
import { listAt, stringAt } from '../../kubernetes';
import type { Act, ApplicationState, ResourceState, SyncResult } from '../play';
import { isApplication, type Stage } from '../stage';
import type { TreeObject } from '../tree';
import { causeIn, causeOf, describeDeadLock, type Cause } from './cause';
import { driftOf, type Drift } from './drift';
import type { Facts, Live } from './facts';
import { findingOn, findingOnLive, type Fault } from './finding';
import { fixOf } from './known-fixes';
import type { TreeIndex } from './tree-index';

type Named = Pick<SyncResult, 'kind' | 'namespace' | 'name'>;

const describe = ({ kind, namespace, name }: Named): string =>
  [kind, namespace, name].filter((part) => part !== '').join('/');

/** What findings are made from. */
export interface Evidence {
  readonly stage: Pick<Stage, 'api' | 'resources'>;
  readonly index: TreeIndex;
  readonly facts: Facts;
}

const hook = 'argocd.argoproj.io/hook';

const findLive = async (stage: Evidence['stage'], { object }: TreeObject): Promise<Live | undefined> => {
  const resource = await stage.resources.of(object.apiVersion, object.kind);
  return resource === undefined ? undefined : stage.api.find(resource.path(object.metadata));
};

const report = (index: TreeIndex, named: Named, fault: Fault): Diagnostic => {
  const object = index.find(named.kind, named.namespace, named.name);
  return object === undefined ? findingOnLive(describe(named), fault) : findingOn(object, fault);
};

const faultOf = (object: TreeObject, cause: Cause, index: TreeIndex): Fault => {
  switch (cause.kind) {
    case 'dead-lock':
      return {
        rule: 'rehearsal/dead-lock',
        got: `${describeDeadLock(object, cause.needs, index)}: ${cause.words}`,
        want: 'what an object needs in its own wave or an earlier one',
        fix: 'put both into one wave',
      };
    case 'unschedulable':
      return {
        rule: 'rehearsal/unschedulable',
        got: cause.words,
        want: 'a declared node that takes every pod',
        fix: 'ask for less, tolerate the taint, or declare a node that fits',
      };
    case 'consequence':
    case 'other':
      return {
        rule: 'rehearsal/unhealthy',
        got: cause.words,
        want: 'a healthy object',
        fix: fixOf(cause.words),
      };
  }
};

const refused = ({ index }: Evidence, result: SyncResult): Diagnostic => {
  const object = index.find(result.kind, result.namespace, result.name);
  const cause = object === undefined ? undefined : causeIn(result.message, object, index);
  if (object !== undefined && cause?.kind === 'dead-lock') {
    return findingOn(object, faultOf(object, cause, index));
  }
  return report(index, result, {
    rule: 'rehearsal/refused',
    got: result.message,
    want: 'an object that the API server takes',
    fix: fixOf(result.message),
  });
};

/** The objects that keep a sync or an Application waiting, each with its cause; Applications are judged by themselves. */
const unhealthy = async (
  { stage, index, facts }: Evidence,
  named: readonly (Named & { readonly message: string })[],
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  for (const each of named) {
    if (each.kind === 'Application') continue;
    const object = index.find(each.kind, each.namespace, each.name);
    const live = object === undefined ? undefined : await findLive(stage, object);
    if (object !== undefined && live !== undefined) {
      const cause = causeOf(object, live, facts, index);
      if (cause.kind !== 'consequence') found.push(findingOn(object, faultOf(object, cause, index)));
    } else {
      found.push(
        report(index, each, {
          rule: 'rehearsal/unhealthy',
          got: each.message || 'it is not healthy',
          want: 'a healthy object',
          fix: fixOf(each.message),
        }),
      );
    }
  }
  return found;
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const describeDrift = ({ path, want, got, writer }: Drift): string =>
  `${path} is ${shown(got)}, not ${shown(want)}; written by ${writer}`;

/** Objects of the tree that are gone, or that somebody has left otherwise than the tree has them. */
export const driftFindings = async (
  stage: Evidence['stage'],
  index: TreeIndex,
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  const ignored = index
    .where(isApplication)
    .flatMap(({ object }) => listAt(object, 'spec', 'ignoreDifferences'))
    .map((each) => `${stringAt(each, 'kind') ?? ''}/${stringAt(each, 'name') ?? ''}`);
  for (const object of index.where(
    ({ object: { metadata } }) => metadata.annotations?.[hook] === undefined,
  )) {
    if (ignored.includes(`${object.object.kind}/${object.object.metadata.name}`)) continue;
    const live = await findLive(stage, object);
    const words =
      live === undefined ? 'it is gone' : driftOf(object.object, live).map(describeDrift).join('; ');
    if (words === '') continue;
    found.push(
      findingOn(object, {
        rule: 'rehearsal/fault',
        got: words,
        want: 'the same end state, whatever goes wrong on the way',
        fix: 'see who writes the field',
      }),
    );
  }
  return found;
};

/** Objects that are not as the tree has them though a sync has succeeded: somebody writes them back. */
const drifted = async (
  { stage, index }: Evidence,
  resources: readonly ResourceState[],
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  for (const each of resources) {
    const object = index.find(each.kind, each.namespace, each.name, each.group);
    const live = object === undefined ? undefined : await findLive(stage, object);
    if (object === undefined || live === undefined) {
      found.push(
        report(index, each, {
          rule: 'rehearsal/drift',
          got: each.requiresPruning
            ? 'it is not in the tree and was not deleted'
            : 'it is out of sync and stays so',
          want: 'an object that is as the tree has it',
          fix: 'see what Argo CD says of it, and let the platform declare what the cluster writes',
        }),
      );
      continue;
    }
    const drifts = driftOf(object.object, live);
    const words = drifts.map(describeDrift);
    found.push(
      findingOn(object, {
        rule: 'rehearsal/drift',
        got: words.length === 0 ? 'Argo CD finds a difference after every sync' : words.join('; '),
        want: 'a field that only the tree writes',
        fix: 'leave the field out of the manifest, or let the component declare it in ignoreDifferences',
      }),
    );
  }
  return found;
};

const isFailed = ({ status, hookPhase }: SyncResult): boolean =>
  status === 'SyncFailed' || hookPhase === 'Failed' || hookPhase === 'Error';

/** Why one Application is not Synced and Healthy. */
const findingsOf = async (evidence: Evidence, state: ApplicationState): Promise<readonly Diagnostic[]> => {
  const failed = state.results.filter(isFailed);
  if (failed.length > 0) return failed.map((result) => refused(evidence, result));
  if (state.phase === 'Running') {
    const waiting = state.results.filter(({ hookPhase }) => hookPhase === 'Running');
    const sick = waiting.filter(
      ({ kind, namespace, name }) =>
        state.resources.find(
          (each) => each.kind === kind && each.namespace === namespace && each.name === name,
        )?.health !== 'Healthy',
    );
    const found = await unhealthy(evidence, sick.length > 0 ? sick : waiting);
    if (found.length > 0) return found;
  }
  const sick = state.resources.filter(
    ({ health }) => !['', 'Healthy', 'Missing', 'Suspended'].includes(health),
  );
  const outOfSync = state.resources.filter(({ sync }) => sync === 'OutOfSync');
  const succeeded = state.phase === 'Succeeded';
  return [
    ...(await unhealthy(
      evidence,
      sick.map((each) => ({ ...each, message: each.healthMessage })),
    )),
    ...(succeeded ? await drifted(evidence, outOfSync) : []),
  ];
};

const application = (index: TreeIndex, state: ApplicationState, words: string): Diagnostic => {
  const fault: Fault = {
    rule: 'rehearsal/application',
    got: `${state.sync}, ${state.health}: ${words}`,
    want: 'Synced and Healthy',
    fix: fixOf(words),
  };
  const [object] = index.where((each) => isApplication(each) && each.object.metadata.name === state.name);
  return object === undefined ? findingOnLive(`Application/${state.name}`, fault) : findingOn(object, fault);
};

/**
 * Why the Applications of an act are not all Synced and Healthy, object by object. An Application that only waits for
 * another one is not reported: the other one is.
 */
export const applicationFindings = async (evidence: Evidence, act: Act): Promise<readonly Diagnostic[]> => {
  if (act.ending === 'settled') return [];
  const found: Diagnostic[] = [];
  const times = new Map(act.applications.map((each) => [each.name, each]));
  const unsettled = act.states.filter(({ name }) => times.get(name)?.healthy === undefined);
  for (const state of unsettled) {
    const findings = await findingsOf(evidence, state);
    found.push(...findings);
    if (findings.length === 0 && state.conditions.length > 0) {
      found.push(application(evidence.index, state, state.conditions.join('; ')));
    }
  }
  const [first] = unsettled;
  if (found.length === 0 && first !== undefined) {
    found.push(application(evidence.index, first, first.message || 'it does not get on'));
  }
  return found;
};
