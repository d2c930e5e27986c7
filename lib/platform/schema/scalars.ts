import { z } from 'zod';
import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, quantityPattern } from '../../kubernetes';

/**
 * A message that names what is wanted and what to do. `invalid.ts` turns it into a diagnostic; the text before
 * `; ` is what was expected, the text after it is the fix.
 */
export const wanted = (want: string, fix: string): string => `${want}; ${fix}`;

/** RFC 1123 label: what namespaces, Services and components may be called. */
export const dnsLabel = z
  .string()
  .refine(isDnsLabel, wanted('a DNS label (lower-case letters, digits and -, at most 63)', 'rename it'))
  .meta({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 });

/** RFC 1123 subdomain: what most objects may be called. */
export const dnsSubdomain = z
  .string()
  .refine(
    isDnsSubdomain,
    wanted('a DNS name (lower-case letters, digits, - and ., at most 253)', 'rename it'),
  )
  .meta({ maxLength: 253 });

/** A positive quantity of memory or storage in Kubernetes' notation, as in `32Gi`. */
export const byteQuantity = z
  .string()
  .refine(
    (text) => quantityPattern.test(text) && !/^0+(\.0*)?([KMGTPE]i?)?$/.test(text) && !text.endsWith('m'),
    wanted('a quantity of bytes such as 512Mi or 40Gi', 'write a number with Ki, Mi, Gi or Ti'),
  );

/** A positive quantity of processors: `8`, `"500m"`. Numbers are taken as written. */
export const cpuQuantity = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine(
    (text) => /^([0-9]+(\.[0-9]+)?|[0-9]+m)$/.test(text) && Number.parseFloat(text) > 0,
    wanted('a quantity of cores such as 2 or 500m', 'write whole cores or millicores'),
  );

/** A quantity of an extended resource: whole pieces. */
export const pieces = z.int().positive();

/** Labels of a Kubernetes object. */
export const labels = z.record(
  z.string().refine(isLabelKey, wanted('a label key such as example.com/rack', 'rename the label')),
  z.string().refine(isLabelValue, wanted('a label value (at most 63 of A-Z a-z 0-9 - _ .)', 'shorten it')),
);

/** A port that a server can listen on. */
export const port = z.int().min(1).max(65535);

/** Seconds, whole and positive. */
export const seconds = z.int().positive();

/** An http or https address without credentials. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => !/\/\/[^/]*@/.test(text),
    wanted('an address without credentials', 'reference a Secret instead'),
  );

/** A schedule in the five fields of cron. */
export const cronSchedule = z
  .string()
  .regex(
    /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|(\S+\s+){4}\S+)$/,
    wanted('five cron fields such as "15 3 * * *"', 'see crontab(5)'),
  );

/** A reference to one key of a Secret that exists in the cluster; the value itself never stands in a platform. */
export const secretKeyReference = z.strictObject({
  name: dnsSubdomain.describe('Name of the Secret, in the namespace of the workload that uses it.'),
  key: z.string().min(1).describe('Key in the Secret.'),
});
