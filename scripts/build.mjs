// Transpiles every TypeScript source to build/, file by file, without type checking (`npm run lint` checks types):
// a command must not pay for the checker, and a stack of small CommonJS files starts faster than ts-node.
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['lib', 'charts', 'imports', 'e2e', 'bench', 'scripts'];

const typescript = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(root, folder, file))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('node_modules'));

const present = readdirSync(root);
rmSync(join(root, 'build'), { recursive: true, force: true });
await build({
  entryPoints: [join(root, 'main.ts'), ...sources.filter((s) => present.includes(s)).flatMap(typescript)],
  outdir: join(root, 'build'),
  outbase: root,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // import() becomes require(): commands are loaded when they are used, and without file extensions.
  supported: { 'dynamic-import': false },
  sourcemap: 'linked',
  logLevel: 'warning',
});
// The kustomize engine in one file: a command that only builds one small tree must not pay for opening sixty.
await build({
  entryPoints: [join(root, 'lib/kustomize/index.ts')],
  outfile: join(root, 'build/lib/kustomize/index.js'),
  allowOverwrite: true,
  bundle: true,
  minifyWhitespace: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
});
