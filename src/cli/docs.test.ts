import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHARTS } from '../plots/charts.ts';
import { formatIssue } from '../schema/issue.ts';
import { PANEL_NAMES } from '../sweep/panels.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { attemptsCsv } from './attempts-csv.ts';
import { readIfThere } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';

const text = readFileSync(join(PACKAGE_ROOT, 'docs', 'experiments.md'), 'utf8');

/** The words in backticks at the beginning of the rows of the table below a heading. */
function firstCells(heading: string): string[] {
  const [, section] = text.split(heading);
  const rows = section!.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, word]) => word!),
  );
}

test('the experiment that the guide shows is one', () => {
  const yaml = /```yaml\n([\s\S]*?)```/.exec(text)![1]!;
  const planned = planExperiment({
    text: yaml,
    file: join(PACKAGE_ROOT, 'experiments', 'guide.yaml'),
    read: readIfThere,
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'guide.yaml', set: [] },
    chartNames: Object.keys(CHARTS),
  });
  expect('issues' in planned ? planned.issues.map(formatIssue) : []).toEqual([]);
});

test('the guide names panels that there are', () => {
  const named = firstCells('A panel is any column');
  expect(named.length).toBeGreaterThan(5);
  const panels = named.slice(0, named.indexOf('goodput') + 1);
  expect(panels.filter((panel) => !PANEL_NAMES.includes(panel))).toEqual([]);
});

test('the guide explains every column of the list of attempts', () => {
  expect(firstCells('## A look at one run').join()).toContain(attemptsCsv([]).trimEnd());
});
