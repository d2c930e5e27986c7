import { createHash } from 'node:crypto';

type Data = Readonly<Record<string, string>>;

/**
 * The name of a ConfigMap with a hash of its content at the end, as kustomize makes it: pods that mount it start anew
 * when it changes. https://github.com/kubernetes-sigs/kustomize/blob/master/api/hasher/hasher.go
 */
export const hashedName = (name: string, data: Data): string => {
  const sorted = Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
  // Go's encoder escapes these, JavaScript's does not.
  const json = JSON.stringify({ data: sorted, kind: 'ConfigMap', name: '' }).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // Digits that look like vowels or letters, and vowels, make words; kustomize puts others in their place.
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 10);
  return `${name}-${hash.replace(/[013ae]/g, (letter) => letters[letter] ?? letter)}`;
};

/** What makes the API server serve many users. */
export const apiServerConfig = {
  DEFAULTPIPELINERUNNERSERVICEACCOUNT: 'default-editor',
  MULTIUSER: 'true',
  VISUALIZATIONSERVICE_NAME: 'ml-pipeline-visualizationserver',
  VISUALIZATIONSERVICE_PORT: '8888',
} as const;

/** ConfigMap that holds it. */
export const apiServerConfigName = hashedName('pipeline-api-server-config', apiServerConfig);
