const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const pathSegment = /^(?!\.{1,2}$)[^/%]+$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** RFC 1123 label: lower-case letters, digits and `-`, at most 63 characters. */
export const isDnsLabel = (name: string): boolean => name.length <= 63 && label.test(name);

/** RFC 1123 subdomain: labels joined by dots, at most 253 characters. */
export const isDnsSubdomain = (name: string): boolean => name.length <= 253 && subdomain.test(name);

/** A label's value: empty or up to 63 letters, digits, `-`, `_` and `.`, starting and ending alphanumeric. */
export const isLabelValue = (value: string): boolean => value.length <= 63 && labelValue.test(value);

/** A label's or annotation's key: an optional subdomain and `/`, then a name of up to 63 characters. */
export const isLabelKey = (key: string): boolean => {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  return name !== '' && isLabelValue(name) && (slash < 0 || isDnsSubdomain(key.slice(0, slash)));
};

/**
 * Why a name cannot be the name of an object of this kind, in the API server's terms; undefined when it can.
 * Names that become part of a host name or a pod's name are labels, role names are path segments, others subdomains.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export const nameProblem = (group: string, kind: string, name: string): string | undefined => {
  if (group === 'rbac.authorization.k8s.io') {
    return pathSegment.test(name) ? undefined : 'a name without / or %';
  }
  if (kind === 'Namespace' || kind === 'Service') {
    return isDnsLabel(name) ? undefined : 'lower-case letters, digits and -, at most 63 characters';
  }
  return isDnsSubdomain(name) ? undefined : 'lower-case letters, digits, - and ., at most 253 characters';
};
