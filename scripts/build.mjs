// Bundles the command line and the worker thread into dist/, so that a run starts in a tenth of a
// second and threads need no TypeScript loader.
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

// Chunks of earlier builds would stay for ever, and an interrupted sweep knows its code by them.
rmSync('dist', { recursive: true, force: true });

await build({
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/sweep/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: process.argv.includes('--quiet') ? 'warning' : 'info',
});
