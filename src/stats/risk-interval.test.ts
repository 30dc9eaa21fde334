import { expect, it } from 'vitest';
import { clopperPearson, wilson } from './proportion.ts';
import { describeRiskCoverage, lowestUpper, RULES } from './risk-coverage-suite.fixture.ts';
import { riskInterval } from './risk-interval.ts';

it("is Wilson's, but exact where a rule has looked or few were spared", () => {
  expect(riskInterval(5, 100, false)).toEqual({ ...wilson(5, 100), method: 'Wilson' });
  for (const interval of [riskInterval(5, 100, true), riskInterval(5, 100, false)]) {
    expect(interval.high).toBeGreaterThan(0.1);
  }
  expect(riskInterval(5, 100, true)).toEqual({
    ...clopperPearson(5, 100),
    method: 'Clopper-Pearson',
  });
  expect(riskInterval(95, 100, false)).toEqual({
    ...clopperPearson(95, 100),
    method: 'Clopper-Pearson',
  });
  expect(riskInterval(1, 4, false).method).toBe('Wilson');
  expect(riskInterval(20, 20, false).method).toBe('Wilson');
});

it.each([15, 20, 40, 100, 300])(
  'has its upper end above the chance 19 times in 20 after %i trials',
  (n) => {
    expect(lowestUpper(n, 0.1)).toBeGreaterThanOrEqual(0.95);
  },
);

it('and so after a stopping rule', () => {
  expect(lowestUpper(RULES[0]!, 0.3)).toBeGreaterThanOrEqual(0.95);
});

describeRiskCoverage(
  [
    { trials: 100, p: 0.01 },
    { trials: 300, p: 0.05 },
    { trials: RULES[0]!, p: 0.02 },
    { trials: RULES[0]!, p: 0.5 },
  ],
  1000,
);
