import { canonicalQuantity, isRecord, type KubernetesObject } from '../../kubernetes';
import type { Draft } from '../draft';
import { rewriteRecords } from './edit';

type Fields = Readonly<Record<string, unknown>>;

/** Maps whose values are quantities. */
const quantityMaps = new Set([
  'requests',
  'limits',
  'hard',
  'default',
  'defaultRequest',
  'max',
  'min',
  'capacity',
]);

/** Label that cdk8s-plus derives from the construct path and puts on pods: moving code would restart them. */
const addressLabel = 'cdk8s.io/metadata.addr';

const quantities = (record: Fields): Fields => {
  let copy: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(record)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const canonical = canonicalQuantity(String(value));
    if (canonical !== value) {
      copy ??= { ...record };
      copy[key] = canonical;
    }
  }
  return copy ?? record;
};

const isPort = (value: unknown): value is Fields =>
  isRecord(value) && ('port' in value || 'containerPort' in value);

const change = (record: Fields, field: string): Fields => {
  if (quantityMaps.has(field)) return quantities(record);
  if (field === 'labels' && addressLabel in record) {
    return Object.fromEntries(Object.entries(record).filter(([key]) => key !== addressLabel));
  }
  // The API server fills in TCP, and server-side apply merges ports by number and protocol.
  if (field === 'ports' && isPort(record) && !('protocol' in record)) return { ...record, protocol: 'TCP' };
  if (field === 'emptyDir' && typeof record['sizeLimit'] === 'string') {
    return { ...record, sizeLimit: canonicalQuantity(record['sizeLimit']) };
  }
  return record;
};

/** Kinds whose fields have the meanings that this pass relies on. */
const known = /^(v1|apps\/v1|batch\/v1|networking\.k8s\.io\/v1|policy\/v1)$/;

const normalizeObject = (object: KubernetesObject): KubernetesObject => {
  const { status: _status, ...rest } = object;
  const { apiVersion, kind, metadata } = rest;
  const cleaned = { ...rest, apiVersion, kind, metadata };
  if (!known.test(apiVersion) || kind === 'ConfigMap' || kind === 'Secret') return cleaned;
  const rewritten = rewriteRecords(cleaned, change);
  return isRecord(rewritten) ? { ...rewritten, apiVersion, kind, metadata } : cleaned;
};

/**
 * Writes every value the way the API server stores it, so that Argo CD never sees a difference that is none: canonical
 * quantities, ports with their protocol, no `status`; and takes out what depends on where code stands.
 */
export const normalize = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map((draft) => ({ ...draft, object: normalizeObject(draft.object) }));
