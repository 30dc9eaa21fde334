// Bundles the command line and the worker thread into dist/, so that a run starts in a tenth of a
// second and threads need no TypeScript loader.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

// Chunks of earlier builds would stay for ever, and an interrupted sweep knows its code by them.
rmSync('dist', { recursive: true, force: true });

// What a command needs before its first event: in a few pieces, without what is never called of
// them, it starts several times sooner. Other packages are found in node_modules when needed.
const BUNDLED = ['commander', 'piscina', 'seedrandom', 'yaml', 'zod'];
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.keys({ ...dependencies, ...devDependencies });

await build({
  entryPoints: {
    cli: 'src/cli/main.ts',
    task: 'src/sweep/worker.ts',
    // The pool looks for the thread that runs its tasks in a file of this name beside itself.
    worker: 'node_modules/piscina/dist/worker.js',
  },
  outdir: 'dist',
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
});
