// Bundles the command line and what its threads run into dist/, so that a run starts in a tenth of
// a second and threads need no TypeScript loader.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const DIST = 'dist';

// What a command needs before its first event: in a few pieces, without what is never called of
// them, it starts several times sooner. Other packages are found in node_modules when needed.
const BUNDLED = ['commander', 'piscina', 'seedrandom', 'yaml', 'zod'];
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.keys({ ...dependencies, ...devDependencies });

const options = {
  outdir: DIST,
  bundle: true,
  splitting: true,
  // The pool would ask @napi-rs/nice for threads of another priority, which nobody wants.
  external: [...packages.filter((name) => !BUNDLED.includes(name)), '@napi-rs/nice'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // What CommonJS packages expect to find.
  banner: {
    js: [
      "import { createRequire as requireFor } from 'node:module';",
      'const require = requireFor(import.meta.url);',
      'const __dirname = import.meta.dirname;',
    ].join('\n'),
  },
  sourcemap: true,
  logLevel: process.argv.includes('--quiet') ? 'warning' : 'info',
};

// Chunks of earlier builds would stay for ever, and an interrupted sweep knows its code by them.
rmSync(DIST, { recursive: true, force: true });
// Built apart, for chunks that the two share would be many and small.
await Promise.all([
  build({ ...options, entryPoints: { cli: 'src/cli/main.ts' } }),
  build({
    ...options,
    entryPoints: {
      task: 'src/sweep/worker.ts',
      // The pool looks for the thread that runs its tasks in a file of this name beside itself.
      worker: 'node_modules/piscina/dist/worker.js',
    },
  }),
]);
writeFileSync(join(DIST, 'engine.txt'), hashOf(DIST));

/** Names the program: a change in any of its files is another name. */
function hashOf(folder) {
  const hash = createHash('sha256');
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
