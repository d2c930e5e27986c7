import { isIP } from 'node:net';

/** Consecutive addresses of one family, both ends included. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const ipv4Value = (text: string): bigint =>
  text.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);

/** The 16-bit groups of one side of `::`; a dotted tail is two groups. */
const groups = (text: string): readonly bigint[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => {
        if (!group.includes('.')) return [BigInt(`0x${group}`)];
        const value = ipv4Value(group);
        return [value >> 16n, value & 0xffffn];
      });

const ipv6Value = (text: string): bigint => {
  const [left = '', right] = text.split('::');
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => 0n);
  return [...head, ...gap, ...tail].reduce((value, group) => value * 65536n + group, 0n);
};

const address = (text: string): (Pick<IpRange, 'family'> & { readonly value: bigint }) | undefined => {
  switch (isIP(text)) {
    case 4:
      return { family: 4, value: ipv4Value(text) };
    case 6:
      return text.includes('%') ? undefined : { family: 6, value: ipv6Value(text) };
    default:
      return undefined;
  }
};

const subnet = (text: string, prefix: string): IpRange | undefined => {
  const base = address(text);
  if (base === undefined || !/^\d{1,3}$/.test(prefix)) return undefined;
  const bits = base.family === 4 ? 32 : 128;
  if (Number(prefix) > bits) return undefined;
  const hosts = (1n << BigInt(bits - Number(prefix))) - 1n;
  const first = base.value & ~hosts;
  return { family: base.family, first, last: first | hosts };
};

/** Reads `192.0.2.0/24`, `192.0.2.10-192.0.2.50` or `192.0.2.10`; undefined for anything else. */
export const parseIpRange = (text: string): IpRange | undefined => {
  const [first = '', last, ...more] = text.split('-').map((part) => part.trim());
  if (more.length > 0) return undefined;
  if (last === undefined) {
    const [base = '', prefix, ...rest] = first.split('/');
    if (rest.length > 0) return undefined;
    if (prefix !== undefined) return subnet(base, prefix);
    const one = address(base);
    return one === undefined ? undefined : { family: one.family, first: one.value, last: one.value };
  }
  const from = address(first);
  const to = address(last);
  return from === undefined || to === undefined || from.family !== to.family || from.value > to.value
    ? undefined
    : { family: from.family, first: from.value, last: to.value };
};

/** The subnets of a text that has one, or one per address family with a comma between them. */
export const subnetsOf = (text: string | undefined): readonly string[] => text?.split(',') ?? [];

/** Whether a text is a subnet whose address has no bits beyond its prefix, as in `10.244.0.0/16`. */
export const isSubnet = (text: string): boolean => {
  const range = text.includes('-') || !text.includes('/') ? undefined : parseIpRange(text);
  return range !== undefined && address(text.split('/')[0] ?? '')?.value === range.first;
};

/** Whether two ranges have an address in common. */
export const rangesOverlap = (a: IpRange, b: IpRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

/** How many addresses a range has. */
export const rangeSize = ({ first, last }: IpRange): bigint => last - first + 1n;
