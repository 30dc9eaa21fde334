// Bundles the benchmark's harness into dist/bench/, beside the build it measures and apart from it.
import { build } from 'esbuild';

const options = {
  outdir: 'dist/bench',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
};

await build({
  ...options,
  entryPoints: { main: 'bench/main.ts', subject: 'bench/subject.ts' },
  splitting: true,
  format: 'esm',
  sourcemap: true,
});
// Loaded by every process and thread that is watched, and so in the way that takes least.
await build({
  ...options,
  entryPoints: { timeline: 'bench/timeline.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});
