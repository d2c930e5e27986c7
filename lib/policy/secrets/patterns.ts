/** A text that is a credential whatever its name. */
interface CredentialPattern {
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Credentials that can be told by their form. The prefixes are those that each issuer documents for secret scanning.
 */
const patterns: readonly CredentialPattern[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: 'an age secret key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{50,}/ },
  { what: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/ },
  { what: 'a GitLab token', pattern: /\bgl(?:pat|dt|rt|ptt|agent)-[A-Za-z0-9_-]{20,}/ },
  { what: 'a Slack token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/ },
  {
    what: 'a Slack webhook',
    pattern: /\bhooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/[A-Za-z0-9]+/,
  },
  { what: 'a Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: 'a Stripe key', pattern: /\b[rs]k_live_[0-9a-zA-Z]{20,}/ },
  { what: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { what: 'an API key', pattern: /\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{32,}/ },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: 'a PyPI token', pattern: /\bpypi-[A-Za-z0-9_-]{50,}/ },
  { what: 'a Docker Hub token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { what: 'a Vault token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/ },
  { what: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/ },
  { what: 'an Azure storage key', pattern: /\bAccountKey=[A-Za-z0-9+/]{60,}={0,2}/ },
  { what: 'a JSON web token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
];

/** One pass that most texts fail, before the patterns are tried one by one. */
const anyPattern = new RegExp(patterns.map(({ pattern }) => pattern.source).join('|'));

const urlWithPassword = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"'<>]*:([^\s/@"'<>]+)@[^\s"'<>]/gi;

/** Text that stands for a value which is known later: a variable, a template, a blank to fill in. */
const placeholder =
  /^(?:\$[({]?[A-Za-z_].*|.*\$[({][^)}]*[)}].*|.*\{\{.*\}\}.*|%.*|<.*>|\[.*\]|\*+|x+|X+|\.{3}|…|REDACTED)$/s;

/** Whether a text only stands for a value. */
export const isPlaceholder = (text: string): boolean => placeholder.test(text);

const passwordInUrl = (text: string): string | undefined => {
  if (!text.includes('://') || !text.includes('@')) return undefined;
  for (const [, password = ''] of text.matchAll(urlWithPassword)) {
    if (!isPlaceholder(password)) return `an address with a password of ${password.length} characters`;
  }
  return undefined;
};

/** What credential a text holds, in words that do not repeat it; undefined where none can be told by its form. */
export const credentialIn = (text: string): string | undefined => {
  if (text.length < 8) return undefined;
  if (anyPattern.test(text)) return patterns.find(({ pattern }) => pattern.test(text))?.what;
  return passwordInUrl(text);
};
