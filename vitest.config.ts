import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['src/**/*.long.test.ts'],
    testTimeout: 120_000,
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    hookTimeout: 120_000,
    // No module keeps anything between tests: loaded once by each worker, not once for each file.
    isolate: false,
  },
});
