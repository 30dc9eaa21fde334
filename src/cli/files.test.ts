import { existsSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { checkWritable } from './files.ts';
import { emptyFolder } from './spawn.fixture.ts';

test.each(['o', 'out', 'a/b/c', './d'])('a folder %s that is not there leaves no trace', (name) => {
  const above = emptyFolder();
  checkWritable(`${relative('.', above)}/${name}`);
  expect(readdirSync(above)).toEqual([]);
});

test('a folder right here is not looked for above it, however short its name', () => {
  expect(existsSync('x')).toBe(false);
  checkWritable('x');
  expect(existsSync('x')).toBe(false);
});
