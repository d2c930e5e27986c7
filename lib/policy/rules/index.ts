import type { Rule } from '../rule';
import { newerFields, removedApis, servedVersions } from './apis';
import { autoscalerBounds, fixedReplicas, missingRequest, scaleTarget } from './autoscaling';
import { duplicateEnvironment, duplicatePorts, probePorts } from './containers';
import { blocksDrain, overlappingBudgets, unhealthyEviction } from './disruption';
import { imageTags } from './images';
import { annotationSize, invalidNames, labelSyntax, suffixRoom } from './names';
import { networkPolicies } from './namespaces';
import { antiAffinity, fitsANode, packing, siteCapacity } from './placement';
import { runTimeImage, runTimeInstall } from './pipelines';
import { enforcedPodSecurity, podSecurityLabels, restrictedPodSecurity } from './pod-security';
import { quotaRequests, quotaSums } from './quotas';
import { clusterAdmin, wildcardRules } from './rbac';
import { references } from './references';
import { extendedLimits, requestsWithinLimits } from './resources';
import { plainSecrets, secretLiterals } from './secrets';
import {
  disruptionBudgetSelector,
  instanceLabel,
  networkPolicySelector,
  overlap,
  ownTemplate,
} from './selectors';
import { referencedServicePort, serviceSelector, serviceTargetPort } from './services';
import { defaultClassExists, nodeLocalSharing, oneDefaultClass } from './storage';
import {
  claimOrder,
  componentOrder,
  definitionOrder,
  dependencyOrder,
  waveAnnotation,
  webhookOrder,
} from './waves';

/** Every rule that `drydock check` applies. */
export const rules: readonly Rule[] = [
  enforcedPodSecurity,
  restrictedPodSecurity,
  podSecurityLabels,
  networkPolicies,
  ...references,
  scaleTarget,
  referencedServicePort,
  serviceSelector,
  serviceTargetPort,
  networkPolicySelector,
  disruptionBudgetSelector,
  ownTemplate,
  overlap,
  instanceLabel,
  probePorts,
  duplicateEnvironment,
  duplicatePorts,
  dependencyOrder,
  webhookOrder,
  definitionOrder,
  componentOrder,
  claimOrder,
  waveAnnotation,
  nodeLocalSharing,
  oneDefaultClass,
  defaultClassExists,
  extendedLimits,
  requestsWithinLimits,
  fixedReplicas,
  missingRequest,
  autoscalerBounds,
  blocksDrain,
  overlappingBudgets,
  unhealthyEviction,
  suffixRoom,
  invalidNames,
  labelSyntax,
  annotationSize,
  plainSecrets,
  secretLiterals,
  imageTags,
  removedApis,
  servedVersions,
  newerFields,
  fitsANode,
  siteCapacity,
  packing,
  antiAffinity,
  quotaSums,
  quotaRequests,
  wildcardRules,
  clusterAdmin,
  runTimeInstall,
  runTimeImage,
];
