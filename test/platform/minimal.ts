import { readPlatform, type Platform } from '../../lib/platform';
import { Refusal, type Diagnostic } from '../../lib/diagnostics';

/** The smallest platform that is complete. */
export const minimal = `apiVersion: drydock.dev/v1
kind: Platform
metadata:
  name: lab
spec:
  kubernetes:
    version: "1.34"
  delivery:
    repoURL: https://git.example.internal/lab.git
  nodes:
  - name: control-1
    role: control-plane
    address: 192.0.2.11
    capacity: {cpu: 4, memory: 8Gi}
  - name: worker-1
    role: worker
    capacity: {cpu: 8, memory: 32Gi}
  storage:
    classes:
    - name: local
      kind: hostpath
      default: true
`;

/** Reads one of several texts by their paths. */
export const readFrom =
  (files: Readonly<Record<string, string>>) =>
  (path: string): string => {
    const found = Object.entries(files).find(([name]) => path.endsWith(`/${name}`));
    if (found === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return found[1];
  };

/** Reads a platform from a text. */
export const read = (text: string, more: Readonly<Record<string, string>> = {}): Platform =>
  readPlatform('platforms/lab.yaml', '/work', readFrom({ 'platforms/lab.yaml': text, ...more }));

/** What a text is refused with; empty when it is not. */
export const refusalsOf = (
  text: string,
  more: Readonly<Record<string, string>> = {},
): readonly Diagnostic[] => {
  try {
    read(text, more);
    return [];
  } catch (error) {
    if (Refusal.is(error)) return error.diagnostics;
    throw error;
  }
};

/** Refusals in one line each: place, rule, got, fix. */
export const summarize = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ where, rule, got, fix }) =>
    where.kind === 'source'
      ? `${where.line}:${where.column} ${rule}: ${got} (${fix})`
      : `${rule}: ${got} (${fix})`,
  );
