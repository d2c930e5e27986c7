/** What to do about refusals that everybody meets sooner or later, by the API server's words. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /field is immutable|updates to \S+ (?:for fields other than|are forbidden)|Forbidden: updates to|spec is immutable/,
    'give the object a new name, so that the old one is replaced knowingly, or put the old value back',
  ],
  [
    /violates PodSecurity/,
    'set the security context that the level asks for, or declare why the namespace needs a looser one',
  ],
  [/exceeded quota/, 'ask for less, or raise the quota of the namespace'],
  [/failed calling webhook/, 'let the webhook be applied after its backend is ready'],
  [
    /no matches for kind|could not find the requested resource/,
    'let the component depend on the one that brings the definition',
  ],
  [
    /namespaces "[^"]+" not found/,
    'declare the namespace, or let the component depend on the one that brings it',
  ],
  [/is not permitted in project/, 'let the AppProject permit the kind and the namespace'],
  [
    /strict decoding error|unknown field|ValidationError|Invalid value|Required value|Unsupported value/,
    'correct the field that the API server names',
  ],
];

/** The next thing to do about a refusal. */
export const fixOf = (words: string): string =>
  known.find(([pattern]) => pattern.test(words))?.[1] ?? 'mend what the cluster complains of';
