import { partsOf, replaceTargets, tokenOf, type ReferenceTarget } from '../author';
import { joined } from './expression';
import type { Source } from './unit';

/** A program text with its references made safe, and the variables that it then needs. */
export interface SafeSource {
  readonly text: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** Where a reference stands inside single quotes of a shell, which would keep it from being replaced. */
  readonly quotedAt: string | undefined;
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh']);

const programOf = (command: readonly unknown[]): string =>
  String(command[0] ?? '')
    .split('/')
    .at(-1)
    ?.replace(/[0-9.]+$/, '') ?? '';

/** Whether a command line runs a shell. */
export const isShell = (command: readonly unknown[]): boolean => shells.has(programOf(command));

/** Where in a command line the script of `sh -c` stands; undefined where there is none. */
export const shellScriptIndex = (words: readonly unknown[]): number | undefined => {
  if (!isShell(words)) return undefined;
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(String(word)));
  return flag < 0 ? undefined : flag + 1;
};

const variableName = (input: string): string =>
  `INPUT_${input
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')}`;

/** Whether a shell text ends inside single quotes. */
const endsQuoted = (text: string, quoted: boolean): { single: boolean; double: boolean } => {
  let single = quoted;
  let double = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (single) single = character !== "'";
    else if (character === '\\') index += 1;
    else if (character === '"') double = !double;
    else if (character === "'" && !double) single = true;
    else if (character === '#' && !double && /(^|\s)$/.test(text.slice(0, index))) {
      const end = text.indexOf('\n', index);
      index = end < 0 ? text.length : end;
    }
  }
  return { single, double };
};

/**
 * A shell script whose references became variables, so that no value is ever read as code.
 * @param input gives the name of the template's input for a target.
 */
export const safeShell = (text: string, input: (target: ReferenceTarget) => string): SafeSource => {
  const env = new Map<string, string>();
  let before = '';
  let quotedAt: string | undefined;
  for (const part of partsOf(text)) {
    if (typeof part === 'string') {
      before += part;
      continue;
    }
    const name = input(part);
    const variable = variableName(name);
    if (endsQuoted(before, false).single) quotedAt ??= name;
    env.set(variable, `{{inputs.parameters.${name}}}`);
    before += `\${${variable}}`;
  }
  return { text: before, env: [...env].map(([name, value]) => ({ name, value })), quotedAt };
};

const jsonLanguages = new Set(['python', 'node', 'deno', 'bun', 'ruby']);

/**
 * A script of any language: quoted literals where JSON's quoting is the language's own, variables in shells.
 * Other languages get the bare text; `undefined` says that nothing can be done for them.
 */
export const safeSource = (
  command: readonly unknown[],
  text: string,
  input: (target: ReferenceTarget) => string,
): SafeSource | undefined => {
  if (isShell(command)) return safeShell(text, input);
  if (!jsonLanguages.has(programOf(command))) return undefined;
  const source = (target: ReferenceTarget): Source => ({ kind: 'input', name: input(target) });
  return {
    text: replaceTargets(text, (target) => `{{=toJson(${joined(tokenOf(target), source)})}}`),
    env: [],
    quotedAt: undefined,
  };
};
