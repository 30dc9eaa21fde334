import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: ['src/**/*.long.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
