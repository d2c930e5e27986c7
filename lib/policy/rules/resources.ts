import { amountsOf, fieldPath, formatQuantity, recordAt } from '../../kubernetes';
import type { Rule } from '../rule';

/** Devices and the like: whole pieces that cannot be shared. */
export const isExtended = (resource: string): boolean =>
  resource.startsWith('hugepages-') ||
  (resource.includes('/') && !/(^|\.)kubernetes\.io\//.test(resource) && !resource.startsWith('requests.'));

export const extendedLimits: Rule = {
  id: 'resources/extended-limits',
  severity: 'error',
  summary: 'A GPU, or any other device, stands in the limits; a request beside it is the same number.',
  why: 'The API server refuses the pods.',
  *check({ workloads }) {
    for (const { manifest, containers } of workloads.all) {
      for (const { container, path } of containers) {
        const requests = amountsOf(recordAt(container, 'resources', 'requests'));
        const limits = amountsOf(recordAt(container, 'resources', 'limits'));
        for (const resource of new Set([...Object.keys(requests), ...Object.keys(limits)])) {
          if (!isExtended(resource)) continue;
          const [request, limit] = [requests[resource], limits[resource]];
          const isWhole = resource.startsWith('hugepages-') || (limit ?? 0) % 1 === 0;
          if (limit !== undefined && (request ?? limit) === limit && isWhole) continue;
          yield {
            manifest,
            path: fieldPath(path, 'resources', 'limits', resource),
            got: isWhole
              ? `limit ${limit ?? 'unset'}, request ${request ?? 'unset'}`
              : `${limit ?? ''} of what comes in whole pieces`,
            want: 'a whole number as limit; the request is unset or the same',
            fix: `write limits: { ${resource}: ${Math.ceil(request ?? limit ?? 1)} } and no request`,
          };
        }
      }
    }
  },
};

export const requestsWithinLimits: Rule = {
  id: 'resources/request-above-limit',
  severity: 'error',
  summary: 'No container requests more than its limit.',
  why: 'The API server refuses the pods.',
  *check({ workloads }) {
    for (const { manifest, containers } of workloads.all) {
      for (const { container, path } of containers) {
        const limits = amountsOf(recordAt(container, 'resources', 'limits'));
        for (const [resource, request] of Object.entries(
          amountsOf(recordAt(container, 'resources', 'requests')),
        )) {
          const limit = limits[resource];
          if (limit === undefined || request <= limit || isExtended(resource)) continue;
          yield {
            manifest,
            path: fieldPath(path, 'resources', 'requests', resource),
            got: `${formatQuantity(resource, request)}, with a limit of ${formatQuantity(resource, limit)}`,
            want: 'at most the limit',
            fix: `raise limits.${resource}, or lower the request`,
          };
        }
      }
    }
  },
};
