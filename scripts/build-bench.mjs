// Bundles the benchmark's harness into dist/bench/, beside the build it measures and apart from it.
import { build } from 'esbuild';

await build({
  entryPoints: {
    main: 'bench/main.ts',
    subject: 'bench/subject.ts',
    timeline: 'bench/timeline.ts',
  },
  outdir: 'dist/bench',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});
