import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeOthers } from './drawn-charts.ts';
import { emptyFolder } from './spawn.fixture.ts';

test('charts of an earlier sweep are taken away, files of anybody else stay', () => {
  const folder = emptyFolder();
  const foreign = [
    'logo.svg',
    'mine.vl.json',
    'mine.svg',
    'one-flood.txt',
    'photo.png',
    'theory.svg.bak',
  ];
  const old = ['theory', 'two-pods'].flatMap((name) =>
    ['png', 'svg', 'vl.json'].map((ending) => `${name}.${ending}`),
  );
  for (const file of [...foreign, ...old]) writeFileSync(join(folder, file), '');
  mkdirSync(join(folder, 'more'));
  removeOthers(folder, []);
  expect(readdirSync(folder).sort()).toEqual([...foreign, 'more'].sort());
  removeOthers(join(folder, 'absent'), []);
});
