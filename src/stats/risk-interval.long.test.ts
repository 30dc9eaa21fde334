import { expect, it } from 'vitest';
import { describeRiskCoverage, lowestUpper, RULES } from './risk-coverage-suite.fixture.ts';

it.each([15, 16, 17, 18, 19, 20, 25, 30, 50, 100, 200, 400, 1000])(
  'has its upper end above the chance 19 times in 20 after %i trials',
  (n) => {
    expect(lowestUpper(n, 0.02)).toBeGreaterThanOrEqual(0.95);
  },
);

it.each(RULES)('and so after the stopping rule %j', (rule) => {
  expect(lowestUpper(rule, 0.05)).toBeGreaterThanOrEqual(0.95);
});

const CHANCES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.8, 0.95];

describeRiskCoverage(
  [20, 100, 1000, ...RULES].flatMap((trials) => CHANCES.map((p) => ({ trials, p }))),
  1000,
);
