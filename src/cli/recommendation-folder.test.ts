import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import { docText, readDoc, writeDoc, writeRecommendation } from './recommendation-folder.ts';

const own = exampleRecommendation();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-recommendation-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the folder has the values, the page twice, the charts thrice and all that they say', async () => {
  await writeRecommendation(folder, own, '{}\n');
  expect(readdirSync(folder).sort()).toEqual([
    'charts',
    'manifest.json',
    'recommendation.json',
    'report.html',
    'report.md',
    'values.yaml',
  ]);
  expect(readdirSync(join(folder, 'charts')).sort()).toEqual(
    ['pareto', 'tornado'].flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`]),
  );
  const json = readFileSync(join(folder, 'recommendation.json'), 'utf8');
  expect(JSON.parse(json)).toEqual(own);
  const values = readFileSync(join(folder, 'values.yaml'), 'utf8');
  expect(parse(values).frontproxy.maxConnPerPod).toBe(10);
});

test('a page of documentation has its charts beside it, and is made again from what it says', async () => {
  const file = join(folder, 'docs', 'defaults.md');
  await writeDoc(file, own);
  const written = readdirSync(join(folder, 'docs')).sort();
  expect(written).toEqual([
    'defaults-pareto.png',
    'defaults-tornado.png',
    'defaults.json.gz',
    'defaults.md',
  ]);
  const text = readFileSync(file, 'utf8');
  const links = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, link]) => link!);
  expect(links).toEqual(['defaults-pareto.png', 'defaults-tornado.png']);
  expect(docText(file, readDoc(file))).toBe(text);
});
