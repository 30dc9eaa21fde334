import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.long.test.ts'],
    testTimeout: 1_200_000,
    maxWorkers: '100%',
    hookTimeout: 1_200_000,
  },
});
