// Bundles the command line and the worker thread into dist/, so that a run starts in a tenth of a
// second and threads need no TypeScript loader.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

// Chunks of earlier builds would stay for ever, and an interrupted sweep knows its code by them.
rmSync('dist', { recursive: true, force: true });

// Every command loads zod: in one piece, without what is never called of it, a command starts sooner.
// The other packages are found in node_modules when they are needed.
const BUNDLED = 'zod';
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.keys({ ...dependencies, ...devDependencies });

await build({
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/sweep/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  external: packages.filter((name) => name !== BUNDLED),
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: process.argv.includes('--quiet') ? 'warning' : 'info',
});
