import { listAt, stringAt, stringMapAt } from './object';

type Labels = Readonly<Record<string, string>>;

/** Whether one requirement on a label's value holds; `Gt` and `Lt` are for nodes only. */
export const requirementHolds = (requirement: unknown, value: string | undefined): boolean => {
  const values = listAt(requirement, 'values');
  switch (stringAt(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
};

/** Whether a plain map of labels (a Service's selector) selects these labels; an empty map selects nothing. */
export const mapSelects = (selector: Labels, labels: Labels): boolean => {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
};

/** Whether a LabelSelector (matchLabels, matchExpressions) selects these labels; an empty one selects everything. */
export const selectorSelects = (selector: unknown, labels: Labels): boolean =>
  Object.entries(stringMapAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value) &&
  listAt(selector, 'matchExpressions').every((expression) =>
    requirementHolds(expression, labels[stringAt(expression, 'key') ?? '']),
  );
