import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHARTS } from '../plots/charts.ts';
import { planPolicy } from '../recommend/plan-policy.ts';
import { policySchema } from '../recommend/policy.ts';
import { execute } from '../recommend/recommend.fixture.ts';
import { TrialSource } from '../recommend/trials.ts';
import { formatIssue } from '../schema/issue.ts';
import { quantile } from '../stats/quantile.ts';
import { PANEL_NAMES } from '../sweep/panels.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { attemptsCsv } from './attempts-csv.ts';
import { readIfThere, sha256 } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { docText, readDoc } from './recommendation-folder.ts';

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

describe('the guide to recommendations', () => {
  const guide = readFileSync(join(PACKAGE_ROOT, 'docs', 'recommend.md'), 'utf8');

  test('shows a policy', () => {
    const planned = planPolicy({
      text: /```yaml\n([\s\S]*?)```/.exec(guide)![1]!,
      file: join(PACKAGE_ROOT, 'policies', 'guide.yaml'),
      model: join(PACKAGE_ROOT, 'models', 's3proxy.yaml'),
      read: readIfThere,
      pinned: [],
      seed: null,
      quick: false,
    });
    expect('issues' in planned ? planned.issues.map(formatIssue) : []).toEqual([]);
  });

  test('explains every key of a policy but its names', () => {
    const explained = [...guide.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)`/g)].map(([, word]) => word!),
    );
    const keys = Object.keys(policySchema.shape);
    expect(explained.filter((key) => !keys.includes(key))).toEqual([]);
    const names = ['name', 'title', 'question'];
    expect(keys.filter((key) => ![...explained, ...names].includes(key))).toEqual([]);
  });
});

describe('the recommendation that is shipped', () => {
  const file = join(PACKAGE_ROOT, 'docs', 's3proxy-defaults.md');
  const page = readFileSync(file, 'utf8');
  const shipped = (name: string) => ({
    file: name,
    sha256: sha256(readFileSync(join(PACKAGE_ROOT, name))),
  });

  test('is what the program makes of what was found, byte for byte', () => {
    expect(docText(file, readDoc(file))).toBe(page);
  });

  test('is of the policy that is shipped, and no quick one', () => {
    const { policy, quick, made } = readDoc(file);
    const [input] = made.inputs;
    expect(input).toEqual(shipped('policies/s3proxy-defaults.yaml'));
    expect([policy.name, quick]).toEqual(['s3proxy-defaults', false]);
  });

  test('is of the model, the fit and the incident that are shipped', () => {
    const [, ...inputs] = readDoc(file).made.inputs;
    expect(inputs).toEqual([
      shipped('models/s3proxy.yaml'),
      shipped('models/measured/fitted.yaml'),
      shipped('models/measured/fitted.json'),
      shipped('models/measured/incident.json'),
    ]);
  });

  // Of all its figures those of the fewest runs: a change of the engine moves every one.
  test('is of the engine that is shipped: some of its runs, made again, are the same', async () => {
    const { candidates, present } = readDoc(file);
    const own = candidates.find(({ id }) => id === present)!;
    const [fewest] = own.figures.toSorted((a, b) => a.time.runs - b.time.runs);
    const planned = planPolicy({
      text: readFileSync(join(PACKAGE_ROOT, 'policies', 's3proxy-defaults.yaml'), 'utf8'),
      file: join(PACKAGE_ROOT, 'policies', 's3proxy-defaults.yaml'),
      model: join(PACKAGE_ROOT, 'models', 's3proxy.yaml'),
      read: readIfThere,
      pinned: [],
      seed: null,
      quick: false,
    });
    if ('issues' in planned) throw new Error(planned.issues.map(formatIssue).join('\n'));
    const { ground, facts, scenarios, candidates: settings } = planned.plan;
    const index = facts.scenarios.findIndex(({ name }) => name === fewest!.scenario);
    const setting = settings.find(({ id }) => id === present)!;
    const found = ground.circumstanceAt([setting.change, scenarios[index]!]);
    if ('issues' in found) throw new Error(found.issues.map(formatIssue).join('\n'));
    const source = new TrialSource({ seed: facts.seed, execute, bounds: [], onRuns: () => {} });
    const trials = await source.first(found.value, fewest!.time.runs);
    const time = trials.reduce((sum, trial) => sum + trial.time, 0) / trials.length;
    const peaks = Float64Array.from(trials, ({ peak }) => peak).sort();
    expect(Number(time.toPrecision(6))).toBe(fewest!.time.value);
    expect(Number(quantile(peaks, 0.99).toPrecision(6))).toBe(
      Number(fewest!.peakP99.toPrecision(6)),
    );
  }, 60_000);

  test('has its charts beside it', () => {
    const links = [...page.matchAll(/\]\(([^)]+\.png)\)/g)].map(([, link]) => link!);
    expect(links).toEqual(['s3proxy-defaults-pareto.png', 's3proxy-defaults-tornado.png']);
    for (const link of links) expect(existsSync(join(PACKAGE_ROOT, 'docs', link)), link).toBe(true);
  });
});
