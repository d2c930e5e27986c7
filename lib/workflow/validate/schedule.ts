const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const named = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

interface FieldRange {
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
}

const ranges: readonly FieldRange[] = [
  { first: 0, last: 59, names: [] },
  { first: 0, last: 23, names: [] },
  { first: 1, last: 31, names: [] },
  { first: 1, last: 12, names: months },
  { first: 0, last: 6, names: days },
];

const numberIn = (text: string, { first, last, names }: FieldRange): number | undefined => {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + first;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
};

const isPart = (part: string, range: FieldRange): boolean => {
  const [span = '', step, more] = part.split('/');
  if (more !== undefined || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (span === '*' || span === '?') return true;
  const [from = '', to, rest] = span.split('-');
  const low = numberIn(from, range);
  if (low === undefined || rest !== undefined) return false;
  if (to === undefined) return true;
  const high = numberIn(to, range);
  return high !== undefined && low <= high;
};

/** Whether Argo's controller reads a text as a schedule: five fields, `@daily` and the like, or `@every 2h`. */
export const isSchedule = (text: string): boolean => {
  const schedule = text.replace(/^(CRON_)?TZ=\S+\s+/, '');
  if (named.test(schedule)) return true;
  if (schedule.startsWith('@every '))
    return /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(schedule.slice('@every '.length));
  const fields = schedule.trim().split(/\s+/);
  return (
    fields.length === ranges.length &&
    ranges.every((range, index) => (fields[index] ?? '').split(',').every((part) => isPart(part, range)))
  );
};

/** Whether a text names a time zone of the IANA database. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};
