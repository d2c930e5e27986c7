/** Kinds whose plural does not follow the rule below. */
const irregular: Readonly<Record<string, string>> = {
  Endpoints: 'endpoints',
  EndpointSlice: 'endpointslices',
  Gateway: 'gateways',
  DaemonSet: 'daemonsets',
};

/** The plural under which the API serves a kind: English, in lower case, as controller tools derive it. */
export const pluralOf = (kind: string): string => {
  const known = irregular[kind];
  if (known !== undefined) return known;
  const word = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
};
