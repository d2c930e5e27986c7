import type { IConstruct } from 'constructs';

const fieldKey = 'drydock:field';
const waiverKey = 'drydock:waiver';

/** Notes which field of the platform definition asked for a construct and all below it, for `explain` and comments. */
export const fromField = <T extends IConstruct>(construct: T, field: string): T => {
  construct.node.addMetadata(fieldKey, field);
  return construct;
};

/** Accepts one rule's finding on the objects of a construct, with a reason that every report shows. */
export const waive = <T extends IConstruct>(construct: T, rule: string, reason: string): T => {
  construct.node.addMetadata(waiverKey, { rule, reason });
  return construct;
};

/** The field noted on this very construct. */
export const fieldOf = (construct: IConstruct): string | undefined => {
  for (const entry of construct.node.metadata) {
    if (entry.type === fieldKey && typeof entry.data === 'string') return entry.data;
  }
  return undefined;
};

/** The waivers noted on this very construct. */
export const waiversOf = (
  construct: IConstruct,
): readonly { readonly rule: string; readonly reason: string }[] =>
  construct.node.metadata.flatMap((entry) => {
    const data: unknown = entry.data;
    return entry.type === waiverKey &&
      typeof data === 'object' &&
      data !== null &&
      'rule' in data &&
      'reason' in data &&
      typeof data.rule === 'string' &&
      typeof data.reason === 'string'
      ? [{ rule: data.rule, reason: data.reason }]
      : [];
  });
