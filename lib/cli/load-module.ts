import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as TsNode from 'ts-node';
import { Refusal, type Where } from '../diagnostics';
import { isRecord } from '../kubernetes';

const firstLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => line.trim() !== '') ?? 'an error without a message';
};

let transpiling = false;

/** ts-node is loaded for the first TypeScript module only: it takes longer than a whole synthesis of YAML. */
const transpileFrom = (load: NodeJS.Require): void => {
  if (transpiling) return;
  const tsNode: typeof TsNode = load('ts-node');
  tsNode.register({
    transpileOnly: true,
    skipProject: true,
    compilerOptions: { module: 'commonjs', target: 'es2022', esModuleInterop: true },
  });
  transpiling = true;
};

/**
 * Loads a TypeScript or JavaScript module of the site, without type checking: that belongs to an editor or a test.
 * @throws Refusal when the module is missing, does not compile, or throws.
 */
export const loadModule = (path: string, cwd: string, where: Where): Readonly<Record<string, unknown>> => {
  const file = resolve(cwd, path);
  try {
    if (file.endsWith('.ts')) transpileFrom(createRequire(__filename));
    const loaded: unknown = createRequire(file)(file);
    return isRecord(loaded) ? loaded : {};
  } catch (error) {
    if (Refusal.is(error)) throw error;
    throw new Refusal([
      {
        rule: 'platform/module',
        severity: 'error',
        where,
        got: firstLine(error),
        want: `a module that loads: ${path}`,
        fix: 'mend the module; `npx tsc --noEmit` names the place',
      },
    ]);
  }
};
