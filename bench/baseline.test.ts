import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';

it('has a plain JavaScript baseline that never changes, so that any two days compare', () => {
  const text = readFileSync(join(PACKAGE_ROOT, 'bench', 'baseline.mjs'));
  const hash = createHash('sha256').update(text).digest('hex');
  expect(hash).toBe('7892046600aa3a1e80880dbc7984b2f4d5af95b985b49e35fc7a1246932810e5');
});
