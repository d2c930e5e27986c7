import { ServiceAccount, type Deployment, type Service } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  type ClaimReference,
  type ModelDefinition,
  type ModelSource,
  type NodeTaint,
  servedNames,
} from '../../platform';
import { addBatch } from './batch';
import { versionsOf } from './canary';
import { addClaim } from './claims';
import { addConfiguration } from './configuration';
import { expose } from './exposure';
import { partLabels, type ModelObjectMetadata, type Part } from './labels';
import { addMonitor } from './metrics';
import { addNetworkPolicies } from './network-policy';
import type { ModelPodProps } from './pod';
import { processOf } from './runtimes';
import { addDisruptionBudget, addScaling } from './scaling';
import { addServer } from './server-deployment';
import { addServices } from './services';
import { addSmokeTest } from './smoke-test';

/** What a served model is made from. */
export interface ModelServerProps {
  /** The model, as an entry of `spec.serving.models` with its defaults filled in. */
  readonly model: ModelDefinition;
  /** Namespace of all its objects. */
  readonly namespace: string;
  /** Taints of its pool, to be tolerated. Default: none. */
  readonly taints?: readonly NodeTaint[];
  /** Name of the StorageClass that a reference such as `fast` or `fast@1` means. Default: the reference itself. */
  readonly storageClassName?: (reference: string) => string;
  /**
   * Namespaces in which pods may send nothing unless a policy says so; callers there get one that lets them reach the
   * model. Default: the namespace of the model.
   */
  readonly governedNamespaces?: readonly string[];
}

const claimOf = (source: ModelSource): ClaimReference | undefined =>
  source.kind === 'claim' ? source.claim : undefined;

/**
 * A model that answers: a server for each version of it, the Services in front, and what keeps them running, small and
 * reachable by the right callers only. Composition alone; every decision is in the file that is named after it.
 */
export class ModelServer extends Construct {
  /** The stable version. */
  readonly deployment: Deployment;
  /** The version that is tried, where there is one. */
  readonly canary?: Deployment;
  /** The Service that callers inside the cluster use. */
  readonly service: Service;
  readonly serviceAccount: ServiceAccount;

  constructor(scope: Construct, id: string, props: ModelServerProps) {
    super(scope, id);
    const { model, namespace, taints = [], storageClassName = (reference) => reference } = props;
    const names = servedNames(model.name);
    const metadata = (name: string, part: Part = 'model-server'): ModelObjectMetadata => ({
      name,
      namespace,
      labels: partLabels(model.name, part),
    });

    const [stable, ...others] = versionsOf(model);
    const canary = others.at(0);
    const process = processOf(model, stable.source);
    const configuration = addConfiguration(this, model, process, metadata(names.config));
    this.serviceAccount = new ServiceAccount(this, 'service-account', {
      metadata: metadata(names.server),
      automountToken: false,
    });
    addClaim(this, 'claim', claimOf(stable.source), metadata(names.claim), storageClassName);
    if (canary !== undefined && canary.source !== stable.source) {
      addClaim(this, 'canary-claim', claimOf(canary.source), metadata(names.canaryClaim), storageClassName);
    }

    const pod: ModelPodProps = {
      model,
      version: stable,
      process,
      taints,
      serviceAccount: ServiceAccount.fromServiceAccountName(this, 'service-account-name', names.server),
      ...(configuration === undefined ? {} : { configuration }),
    };
    this.deployment = addServer(this, pod, metadata(stable.name));
    addScaling(this, model, this.deployment, metadata(names.server));
    addDisruptionBudget(this, model, metadata(names.server));
    const canaryPod =
      canary === undefined
        ? undefined
        : { ...pod, version: canary, process: processOf(model, canary.source) };
    if (canaryPod !== undefined) this.canary = addServer(this, canaryPod, metadata(canaryPod.version.name));

    this.service = addServices(this, model, process, metadata);
    expose(this, { model, api: process.ports[0], metadata });
    addMonitor(this, model, process, metadata);
    addNetworkPolicies(this, {
      model,
      namespace,
      process,
      versions: [stable, ...others],
      governedNamespaces: props.governedNamespaces ?? [namespace],
      metadata,
    });
    for (const job of model.batch) addBatch(this, job, pod, metadata, storageClassName);
    if (model.smokeTest !== undefined) {
      addSmokeTest(this, model.smokeTest, canaryPod ?? pod, metadata(names.smokeTest, 'model-smoke-test'));
    }
  }
}
