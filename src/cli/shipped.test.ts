import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHARTS } from '../plots/charts.ts';
import { formatIssue } from '../schema/issue.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { readIfThere } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { DEFAULT_EXPERIMENTS, experimentNames, findExperiment, findModel } from './shipped.ts';

test.each(experimentNames())(
  'the shipped experiment %s is valid and called like its file',
  (name) => {
    const file = join(PACKAGE_ROOT, 'experiments', `${name}.yaml`);
    const planned = planExperiment({
      text: readFileSync(file, 'utf8'),
      file,
      read: readIfThere,
      pinned: [],
      seed: null,
      quick: false,
      asked: { experiment: name, set: [] },
      chartNames: Object.keys(CHARTS),
    });
    expect('issues' in planned ? planned.issues.map(formatIssue) : []).toEqual([]);
    expect('plan' in planned && planned.plan.header.experiment.name).toBe(name);
  },
);

test('the default experiments are shipped', () => {
  expect(experimentNames()).toEqual(expect.arrayContaining(DEFAULT_EXPERIMENTS));
});

test('a name is a shipped file, anything with a slash or an ending is a path', () => {
  expect(findExperiment('maxconn')).toEqual({ file: join('experiments', 'maxconn.yaml') });
  expect(findModel('./mm1')).toEqual({ complaint: './mm1: no such file' });
  expect(findModel('mm1.yaml')).toEqual({ complaint: 'mm1.yaml: no such file' });
});
