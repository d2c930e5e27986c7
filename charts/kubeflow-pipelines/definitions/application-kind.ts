import { schemaTypes } from '../../../lib/constructs/custom-resource';

/** The kind Application of sig-apps, which upstream defines and no longer uses. https://github.com/kubernetes-sigs/application */
export const applicationKinds = schemaTypes(`
ComponentKind: group string!, kind string!
Icon: size string, src string!, type string
Link: description string, url string
Maintainer: email string, name string, url string
Descriptor: description string, icons [Icon], keywords [string], links [Link], maintainers [Maintainer],
  notes string, owners [Maintainer], type string, version string
ConfigMapKeyRef: apiVersion string, fieldPath string, key string, kind string, name string, namespace string,
  resourceVersion string, uid string
IngressRef: apiVersion string, fieldPath string, host string, kind string, name string, namespace string,
  path string, protocol string, resourceVersion string, uid string
ServiceRef: apiVersion string, fieldPath string, kind string, name string, namespace string, path string,
  port int32, protocol string, resourceVersion string, uid string
ValueFrom: configMapKeyRef ConfigMapKeyRef, ingressRef IngressRef, secretKeyRef ConfigMapKeyRef,
  serviceRef ServiceRef, type string
Info: name string, type string, value string, valueFrom ValueFrom
MatchExpression: key string!, operator string!, values [string]
Selector: matchExpressions [MatchExpression], matchLabels {string}
ApplicationSpec: addOwnerRef boolean, assemblyPhase string, componentKinds [ComponentKind],
  descriptor Descriptor, info [Info], selector Selector
Component: group string, kind string, link string, name string, status string
Condition: lastTransitionTime time, lastUpdateTime time, message string, reason string, status string!,
  type string!
ApplicationStatus: components [Component], componentsReady string, conditions [Condition],
  observedGeneration int64
Application: apiVersion string, kind string, metadata object, spec ApplicationSpec, status ApplicationStatus
`);
