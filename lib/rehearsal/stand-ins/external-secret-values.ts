import { randomBytes } from 'node:crypto';
import { fieldAt, listAt, recordAt, stringAt } from '../../kubernetes';
import type { Live } from './controller';

/** What a generator of External Secrets gives, by key; undefined for one that is not known. https://external-secrets.io/latest/api/generator/ */
export const generated = (kind: string, generator: Live): Readonly<Record<string, string>> | undefined => {
  switch (kind) {
    case 'Password': {
      const length = fieldAt(generator, 'spec', 'length');
      const keys = listAt(generator, 'spec', 'secretKeys').filter((key) => typeof key === 'string');
      return Object.fromEntries(
        (keys.length > 0 ? keys : ['password']).map((key) => [
          key,
          randomText(typeof length === 'number' ? length : 24),
        ]),
      );
    }
    case 'UUID':
      return { uuid: crypto.randomUUID() };
    case 'SSHKey':
      return { privateKey: randomText(64), publicKey: `ssh-ed25519 ${randomText(64)}` };
    case 'Fake':
      return Object.fromEntries(
        Object.entries(recordAt(generator, 'spec', 'data')).map(([key, value]) => [key, String(value)]),
      );
    default:
      return undefined;
  }
};

/** A value that nobody knows beforehand, of letters and digits. */
export const randomText = (length = 24): string => randomBytes(length).toString('hex').slice(0, length);

/** `{{ .key }}`, the one form of Go's templates that is filled in here. */
const plainReference = /\{\{-?\s*\.([A-Za-z_]\w*)\s*-?\}\}/g;

/**
 * A template with its values filled in; what functions would make of them is random text, for no consumer runs.
 * References to keys that nothing gives are problems, as for the real operator.
 */
export const filledIn = (
  template: string,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly missing: readonly string[] } => {
  const missing = [...template.matchAll(plainReference)]
    .map(([, key = '']) => key)
    .filter((key) => values[key] === undefined);
  const text = template.replace(plainReference, (_whole, key: string) => values[key] ?? '');
  return { text: text.replace(/\{\{.*?\}\}/gs, () => randomText()), missing };
};

/** The data of the Secret that an ExternalSecret asks for, from the values that its sources gave. */
export const templated = (
  external: Live,
  values: Readonly<Record<string, string>>,
): { readonly data: Readonly<Record<string, string>>; readonly missing: readonly string[] } => {
  const template = Object.entries(recordAt(external, 'spec', 'target', 'template', 'data'));
  if (template.length === 0) return { data: values, missing: [] };
  const filled = template.map(([key, text]) => [key, filledIn(String(text), values)] as const);
  const merged = stringAt(external, 'spec', 'target', 'template', 'mergePolicy') === 'Merge';
  return {
    data: {
      ...(merged ? values : {}),
      ...Object.fromEntries(filled.map(([key, { text }]) => [key, text])),
    },
    missing: filled.flatMap(([, each]) => each.missing),
  };
};
