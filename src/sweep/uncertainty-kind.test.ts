import { expect, test } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { planExperiment } from './plan-experiment.ts';

/** The mistakes in an experiment with these lines. */
function linesOf(body: string): string[] {
  const planned = planExperiment({
    text: `name: e\ntitle: T\nquestion: Q\nexpectation: E\nmodel: m.yaml\n${body}\n`,
    file: 'e.yaml',
    read: () => 'clients:\n  - kind: closed\n',
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'e', set: [] },
    chartNames: [],
  });
  return 'issues' in planned ? planned.issues.map(formatIssue) : [];
}

test.each([
  ['uncertainty: none'],
  ['uncertainty: { draws: 5, runs: 3 }'],
  ['precision: { budget: 50 }'],
  ['grids:\n  - { name: a, precision: { relative: 0.1, absolute: 0.05, budget: 50 } }'],
])('%j is taken', (body) => {
  expect(linesOf(body)).toEqual([]);
});

test.each([
  [
    'uncertainty: nothing',
    [
      'e.yaml:6:14 uncertainty: expected none, or a map such as {draws: 20, runs: 2}, got "nothing"',
    ],
  ],
  [
    'uncertainty: { draws: 0, run: 2 }',
    [
      'e.yaml:6:14 uncertainty: expected runs: a whole number from 1 to 10000, got a map',
      'e.yaml:6:23 uncertainty.draws: expected a whole number from 1 to 10000, got 0',
      'e.yaml:6:31 uncertainty.run: expected only draws, runs, got 2; did you mean "runs"?',
    ],
  ],
  [
    'precision: { relative: 20%, budget: 50 }',
    ['e.yaml:6:24 precision.relative: expected a share >= 0 and <= 1, got "20%"; write 0.2'],
  ],
  [
    'precision: { absolute: 0.1 }',
    ['e.yaml:6:1 precision.budget: expected a whole number >= 1 and <= 1000000, got nothing'],
  ],
])('%j is refused where it stands', (body, lines) => {
  expect(linesOf(body)).toEqual(lines);
});
